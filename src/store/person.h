/* SPDX-License-Identifier: EUPL-1.2 */
/* Cases of the same person, found by a keyed hash that nobody but a few functions of the database reads. */
#ifndef JALON_STORE_PERSON_H
#define JALON_STORE_PERSON_H

#include <stdbool.h>

#include "base/uuid.h"
#include "store/conn.h"
#include "store/param.h"
#include "store/session.h"

#define PERSON_CASES 32 /* shown at most */

enum person_statement { PERSON_SAME, PERSON_KNOWN, PERSON_STATEMENTS };

/* Another case of the person. */
struct person_case {
    struct uuid case_id; /* nil: outside of the caller's scope, who learns the unit only */
    struct uuid unit;
    char unit_name[SESSION_NAME];
};

extern const struct conn_group person_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */
void person_same_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id);
int person_read_same(const struct conn_step *s, struct person_case out[PERSON_CASES], size_t *n)
    __attribute__((warn_unused_result));
/* Is there another case at all? */
void person_known_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id);
int person_read_known(const struct conn_step *s, bool *known) __attribute__((warn_unused_result));

#endif
