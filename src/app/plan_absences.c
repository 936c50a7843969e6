/* SPDX-License-Identifier: EUPL-1.2 */
/* Each is one call of a function that decides all. */
#include "app/plan_absences.h"

#include "base/banned.h"

int plan_absences_add(struct service *s, const struct service_caller *c, const struct plan_absences_new *in,
                      struct asking_made *out, enum refusal *no)
{
    struct asking_key k;
    struct param_list params;
    struct conn_step step;

    asking_key_make(&k, &in->key, &in->contact, in->request);
    absence_new_step(&step, &params, &in->contact, &in->days, k.key, k.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int plan_absences_put(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      const struct absence_days *days, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    absence_put_step(&step, &params, id, expected, days);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int plan_absences_drop(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    absence_drop_step(&step, &params, id);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}
