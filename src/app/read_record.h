/* SPDX-License-Identifier: EUPL-1.2 */
/* A person reads one sealed record besides the identity: the profile of a case, what justice said of a measure, the
 * copy of a decision. */
#ifndef JALON_APP_READ_RECORD_H
#define JALON_APP_READ_RECORD_H

#include <stdint.h>

#include "app/service.h"
#include "base/uuid.h"
#include "domain/reason.h"
#include "domain/record.h"
#include "wire/vault_msg.h"

struct read_record_in {
    enum record_table table;
    struct uuid row;
    enum record_compartment compartment;
    enum reason reason;
};

struct read_record_out {
    int32_t version;         /* 0: nothing was written yet, so nothing was opened and there is no entry */
    struct buf plain;        /* secret; holds record */
    struct vault_bytes record; /* p == NULL with a version: the envelope is not what was sealed (integrity) */
};

/* REFUSAL_NOT_FOUND, REFUSAL_REASON_REQUIRED, REFUSAL_CEILING, REFUSAL_KEY_MISSING. out wants read_record_release
 * whatever happened. */
int read_record_do(struct service *s, const struct service_caller *c, const struct read_record_in *in,
                   struct read_record_out *out, enum refusal *no) __attribute__((warn_unused_result));
void read_record_release(struct read_record_out *out);

#endif
