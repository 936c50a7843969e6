/* SPDX-License-Identifier: EUPL-1.2 */
/* Decisions of authorities without account: one person records what she read on the paper, another checks it, and then
 * it counts. */
#ifndef JALON_APP_RECORD_ACTS_H
#define JALON_APP_RECORD_ACTS_H

#include "app/asking.h"
#include "app/sign_placement.h"
#include "app/service.h"
#include "base/uuid.h"
#include "store/authority_act.h"
#include "wire/vault_msg.h"

struct record_acts_out {
    struct authority_act *item; /* AUTHORITY_ACT_PAGE of them */
    size_t n;
    bool more;
};

struct record_acts_in {
    struct uuid key;            /* the client's idempotency key */
    struct vault_bytes request; /* the bytes of the request: the same key with others is refused */
    struct uuid measure;
    struct authority_act_paper paper;
    const char *reference; /* "": none */
    struct uuid placement; /* that an assignment is about, else nil */
};

/* Newest first; after may be NULL. out wants record_acts_release whatever happened. */
int record_acts_list(struct service *s, const struct service_caller *c, const struct uuid *measure,
                     const struct page_cursor *after, struct record_acts_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
void record_acts_release(struct record_acts_out *out);
/* REFUSAL_STATE, REFUSAL_RULE: not this authority; REFUSAL_DATE; REFUSAL_NOT_FOUND: no such placement. */
int record_acts_new(struct service *s, const struct service_caller *c, const struct record_acts_in *in,
                    struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* REFUSAL_OTHER_PERSON, REFUSAL_VERSION_CONFLICT: she read something else; REFUSAL_STATE, REFUSAL_OVERLAP. An
 * assignment that was granted is looked at with her situation first, as a signature is: REFUSAL_RULE with what the look
 * says against it in out, REFUSAL_PROFILE_CHANGED, all refusals of sign_placement_look. out->looked all 0: it did not
 * come to that. */
int record_acts_check(struct service *s, const struct service_caller *c, const struct uuid *id,
                      const struct authority_act_paper *paper, match_case_reader read, struct sign_placement_out *out,
                      enum refusal *no) __attribute__((warn_unused_result));
/* It was read wrongly. REFUSAL_STATE: it counts already. */
int record_acts_drop(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
