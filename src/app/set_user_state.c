/* SPDX-License-Identifier: EUPL-1.2 */
/* Both bite with the commit: every later request of a session that ended is refused when it binds, also in this
 * program, which remembers roles but never that a session is live. */
#include "app/set_user_state.h"
#include "app/acting.h"
#include "app/asking.h"
#include "base/err.h"

#include "base/banned.h"

static int read_state(const struct conn_step *steps, void *to)
{
    struct set_user_state_out *out = to;
    int rc = user_read_count(&steps[0], &out->open_cases);

    return rc == ERR_OK ? user_read_one(&steps[1], &out->user) : rc;
}

int set_user_state_do(struct service *s, const struct service_caller *c, const struct uuid *id, bool disabled,
                      struct set_user_state_out *out, enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];

    user_set_state_step(&steps[0], &params[0], id, disabled ? "disabled" : "active");
    user_one_step(&steps[1], &params[1], id);
    return acting_judge(asking_once(s, c, steps, 2, read_state, out, no), no);
}

static int read_ended(const struct conn_step *step, void *to)
{
    return user_read_count(step, to);
}

int set_user_state_end_sessions(struct service *s, const struct service_caller *c, const struct uuid *id,
                                int32_t *ended, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    user_end_sessions_step(&step, &params, id);
    return asking_once(s, c, &step, 1, read_ended, ended, no);
}
