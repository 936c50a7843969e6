/* SPDX-License-Identifier: EUPL-1.2 */
/* The steps of a placement after its proposal (life of a placement, steps 7 to 9): the host answers, names who is in
 * charge; the counsellor notes the meeting, who was told of the decision, and gives up or ends it. */
#ifndef JALON_APP_RUN_PLACEMENT_H
#define JALON_APP_RUN_PLACEMENT_H

#include <stdint.h>

#include "app/service.h"
#include "base/uuid.h"
#include "store/placement.h"
#include "wire/vault_msg.h"

struct run_placement_answer {
    struct uuid id;
    int32_t expected;
    struct placement_answer answer;
    struct vault_bytes words; /* the record to seal, opaque here; n == 0: none */
};

/* All of these give the new version. REFUSAL_NOT_FOUND: no such placement, or no such contact of its host;
 * REFUSAL_VERSION_CONFLICT, REFUSAL_STATE. */

/* A host answers once, in time; its words are sealed with the answer or not at all. REFUSAL_OTHER_PERSON: a counsellor
 * answers for a host without accounts only; REFUSAL_KEY_MISSING: the unit has not given the host the key to say words
 * under yet. */
int run_placement_answer(struct service *s, const struct service_caller *c, const struct run_placement_answer *in,
                         int32_t *version, enum refusal *no) __attribute__((warn_unused_result));
int run_placement_in_charge(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                            const struct uuid *contact, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
/* REFUSAL_DATE: a day to come, or before the proposal. */
int run_placement_meeting(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                          const struct day *met_on, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
int run_placement_withdraw(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                           const char *code, int32_t *version, enum refusal *no) __attribute__((warn_unused_result));
/* REFUSAL_DATE: a day to come, or before the decision. */
int run_placement_end(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      const struct day *ended_on, const char *code, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
/* A day of year 0: not told yet. REFUSAL_DATE: a day to come, or before the decision. */
int run_placement_told(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                       const struct day *person_told_on, const struct day *prosecutor_told_on, int32_t *version,
                       enum refusal *no) __attribute__((warn_unused_result));

#endif
