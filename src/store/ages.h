/* SPDX-License-Identifier: EUPL-1.2 */
/* What is looked at before a minor's measure is opened (M-03): its dates, the ages that the rule asks on these days,
 * and the bundle of the identity, which has the birth date. */
#ifndef JALON_STORE_AGES_H
#define JALON_STORE_AGES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "domain/age.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/param.h"

enum ages_statement {
    AGES_OF,
    AGES_STATEMENTS
};

extern const struct conn_group ages_statements;

struct ages {
    bool asked; /* a minor's draft with both dates; nothing else here is filled when not */
    bool identified; /* there is an identity, so a bundle */
    struct day facts;
    struct day judged;
    struct age_limits least;
};

/* Reason of the bundle: intake. */
void ages_step(struct conn_step *s, struct param_list *p, const struct uuid *measure);
/* ERR_NOTFOUND when the session sees no such measure. */
int ages_read(const struct conn_step *s, struct ages *out, struct buf *bundle) __attribute__((warn_unused_result));

#endif
