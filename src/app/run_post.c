/* SPDX-License-Identifier: EUPL-1.2 */
/* One step each. All but closing days are safe to repeat by themselves: the first confirmation of a day and the first
 * stop of a side stand, a list of families is set to what it is already. */
#include "app/run_post.h"
#include "base/err.h"

#include "base/banned.h"

int run_post_confirm(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    post_change_confirm_step(&step, &params, id);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}

int run_post_suspend(struct service *s, const struct service_caller *c, const struct uuid *id, const char *reason,
                     enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    post_change_suspend_step(&step, &params, id, reason);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}

int run_post_resume(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    post_change_resume_step(&step, &params, id);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}

int run_post_close_days(struct service *s, const struct service_caller *c, const struct run_post_closure *in,
                        struct asking_made *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    struct asking_key k;

    asking_key_make(&k, &in->key, &in->post, in->request);
    post_change_close_days_step(&step, &params, &in->post, &in->days, k.key, k.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int run_post_open_days(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    post_change_open_days_step(&step, &params, id);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}

int run_post_bar(struct service *s, const struct service_caller *c, const struct uuid *id, const char *const *families,
                 size_t n, enum refusal *no)
{
    struct param_list params SCOPED_PARAMS;
    struct conn_step step;

    post_change_bars_step(&step, &params, id, families, n);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}
