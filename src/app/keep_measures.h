/* SPDX-License-Identifier: EUPL-1.2 */
/* A counsellor keeps the measures of her cases: from a draft to its opening, the steps of the follow-up, an end that no
 * authority decides. Reading is for her director and for auditors too. */
#ifndef JALON_APP_KEEP_MEASURES_H
#define JALON_APP_KEEP_MEASURES_H

#include "app/asking.h"
#include "app/service.h"
#include "base/uuid.h"
#include "store/measure.h"
#include "wire/vault_msg.h"

/* One measure or a page of them, with the suspensions of all of them. */
struct keep_measures_out {
    struct measure *item;
    size_t n;
    bool more;
    struct measure_stood *stood;
    size_t stood_n;
};

struct keep_measures_new_in {
    struct uuid key;            /* the client's idempotency key */
    struct vault_bytes request; /* the bytes of the request: the same key with others is refused */
    struct uuid case_id;
    struct measure_ordered ordered;
};

/* Newest first; after may be NULL. REFUSAL_NOT_FOUND: no such case, or none that the caller sees. out wants
 * keep_measures_release whatever happened; so in the next. */
int keep_measures_list(struct service *s, const struct service_caller *c, const struct uuid *case_id,
                       const struct page_cursor *after, struct keep_measures_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
int keep_measures_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                      struct keep_measures_out *out, enum refusal *no) __attribute__((warn_unused_result));
void keep_measures_release(struct keep_measures_out *out);

int keep_measures_new(struct service *s, const struct service_caller *c, const struct keep_measures_new_in *in,
                      struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* The rest give the new version. REFUSAL_VERSION_CONFLICT, REFUSAL_STATE. */
/* Of an open measure REFUSAL_RULE: what would break a rule, or is said by a checked act alone. */
int keep_measures_put(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      const struct measure_ordered *ordered, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
/* REFUSAL_INCOMPLETE, REFUSAL_RULE: the findings of the measure say what. */
int keep_measures_open(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                       int32_t *version, enum refusal *no) __attribute__((warn_unused_result));
/* REFUSAL_DATE. */
int keep_measures_steps(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                        const struct measure_steps *steps, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
/* REFUSAL_RULE: an end that follows from hours or from an act; REFUSAL_DATE. */
int keep_measures_end(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      const char *code, const struct day *ended_on, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
