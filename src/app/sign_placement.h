/* SPDX-License-Identifier: EUPL-1.2 */
/* A director, or a counsellor with a delegation, decides an assignment (décision d'affectation). What the matcher said
 * at the proposal is looked at again, and this time an examination that is due (W-05) counts. */
#ifndef JALON_APP_SIGN_PLACEMENT_H
#define JALON_APP_SIGN_PLACEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "app/match_ask.h"
#include "app/service.h"
#include "base/uuid.h"
#include "domain/day.h"
#include "store/placement.h"
#include "store/placement_write.h"

struct sign_placement_out {
    int32_t version;                /* the new one */
    struct day last_day;            /* the forecast of its last hour, which may have moved since the proposal */
    struct match_fit fit;           /* the matcher's verdict; its rule MATCH_FITS: nothing against it */
    struct placement_broken broken; /* what the database says where the matcher has nothing against it */
    bool other_authority;           /* the power was kept, or she is a minor */
    struct placement_look looked;   /* what the verdict is about; all 0: nothing was looked at */
};

/* What the matcher says today to a decision on this placement with these times: fit, broken, looked.profile
 * and, of what fits, last_day; looked.moves was read before. Nothing is written. REFUSAL_RULE: out says
 * which; all refusals of match_ask_do. */
int sign_placement_look(struct service *s, const struct service_caller *c, const struct placement *p,
                        const struct slot *times, size_t n_times, match_case_reader read,
                        struct sign_placement_out *out, enum refusal *no) __attribute__((warn_unused_result));

/* REFUSAL_NOT_FOUND also for who may not sign at all; REFUSAL_OTHER_PERSON: her delegation is not for her own caseload;
 * REFUSAL_VERSION_CONFLICT, REFUSAL_STATE; REFUSAL_PROFILE_CHANGED: again and again while it was looked at;
 * REFUSAL_RULE: out says which; all refusals of match_ask_do. */
int sign_placement_do(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      match_case_reader read, struct sign_placement_out *out, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
