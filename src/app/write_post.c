/* SPDX-License-Identifier: EUPL-1.2 */
/* One step each; what may not be is said by the functions of the schema. A post made twice with one key is one post. */
#include "app/write_post.h"
#include "base/err.h"

#include "base/banned.h"

int write_post_create(struct service *s, const struct service_caller *c, const struct write_post_new *in,
                      struct asking_made *out, enum refusal *no)
{
    struct param_list params SCOPED_PARAMS;
    struct conn_step step;
    struct asking_key k;

    asking_key_make(&k, &in->key, &in->host, in->request);
    post_change_new_step(&step, &params, &in->host, in->sheet, k.key, k.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int write_post_replace(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                       const struct post_change_sheet *sheet, int32_t *version, enum refusal *no)
{
    struct param_list params SCOPED_PARAMS;
    struct conn_step step;

    post_change_put_step(&step, &params, id, expected, sheet);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int write_post_schedule(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                        const struct post_change_schedule *schedule, int32_t *version, enum refusal *no)
{
    struct param_list params SCOPED_PARAMS;
    struct conn_step step;

    post_change_schedule_step(&step, &params, id, expected, schedule);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}
