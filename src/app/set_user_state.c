/* SPDX-License-Identifier: EUPL-1.2 */
/* Both bite with the commit: every later request of a session that ended is refused when it binds, also in this
 * program, which remembers roles but never that a session is live. */
#include "app/set_user_state.h"
#include "app/acting.h"
#include "base/err.h"

#include "base/banned.h"

int set_user_state_do(struct service *s, const struct service_caller *c, const struct uuid *id, bool disabled,
                      struct set_user_state_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct param_list set;
    struct param_list one;
    struct conn_step steps[2];
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    user_set_state_step(&steps[0], &set, id, disabled ? "disabled" : "active");
    user_one_step(&steps[1], &one, id);
    rc = acting_judge(tx_once(d.db, &who, steps, 2, no), no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = user_read_count(&steps[0], &out->open_cases);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = user_read_one(&steps[1], &out->user, no);
    conn_clear(steps, 2);
    return service_done(&d, c, rc, *no);
}

int set_user_state_end_sessions(struct service *s, const struct service_caller *c, const struct uuid *id,
                                int32_t *ended, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct param_list params;
    struct conn_step step;
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    user_end_sessions_step(&step, &params, id);
    rc = tx_once(d.db, &who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = user_read_count(&step, ended);
    conn_clear(&step, 1);
    return service_done(&d, c, rc, *no);
}
