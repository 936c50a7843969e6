/* SPDX-License-Identifier: EUPL-1.2 */
/* It bites at once: the next request of a referent of the unit is judged by it. */
#include "app/set_territory.h"
#include "app/asking.h"
#include "base/err.h"
#include "store/unit.h"

#include "base/banned.h"

int set_territory_do(struct service *s, const struct service_caller *c, const struct uuid *unit,
                     const char *departement, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    unit_territory_step(&step, &params, unit, departement);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}
