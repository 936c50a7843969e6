/* SPDX-License-Identifier: EUPL-1.2 */
/* Switching an account off and on, and ending all its sessions. */
#ifndef JALON_APP_SET_USER_STATE_H
#define JALON_APP_SET_USER_STATE_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/user.h"

struct set_user_state_out {
    struct user user;   /* as it is afterwards */
    int32_t open_cases; /* left in her caseload, to be reassigned */
};

/* disabled: sessions and boxes are gone at once; else enabled again. Said twice, the same. REFUSAL_ACCOUNT_STATE. */
int set_user_state_do(struct service *s, const struct service_caller *c, const struct uuid *id, bool disabled,
                      struct set_user_state_out *out, enum refusal *no) __attribute__((warn_unused_result));
/* How many sessions were live. */
int set_user_state_end_sessions(struct service *s, const struct service_caller *c, const struct uuid *id,
                                int32_t *ended, enum refusal *no) __attribute__((warn_unused_result));

#endif
