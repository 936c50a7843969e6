/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers and people of one organisation come out of one transaction, but each statement sees its own instant: they may
 * differ by somebody who came in between. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/list_units.h"
#include "base/err.h"

#include "base/banned.h"

static int read_units(const struct conn_step *s, void *to)
{
    struct list_units_out *out = to;

    return unit_read_list(s, &out->item, &out->n);
}

int list_units_do(struct service *s, const struct service_caller *c, struct list_units_out *out, enum refusal *no)
{
    struct conn_step step;

    memset(out, 0, sizeof *out);
    unit_list_step(&step);
    return asking_once(s, c, &step, 1, read_units, out, no);
}

static int read_one(const struct conn_step *steps, void *to)
{
    struct list_units_out *out = to;
    int rc = read_units(&steps[0], to);

    if (rc == ERR_OK)
        rc = unit_read_members(&steps[1], &out->member, &out->members);
    return rc == ERR_OK && out->n != 1 ? ERR_INTERNAL : rc;
}

int list_units_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                   struct list_units_out *out, enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];

    memset(out, 0, sizeof *out);
    unit_one_step(&steps[0], &params[0], id);
    unit_members_step(&steps[1], &params[1], id);
    return asking_once(s, c, steps, 2, read_one, out, no);
}

void list_units_release(struct list_units_out *out)
{
    free(out->item);
    free(out->member);
    memset(out, 0, sizeof *out);
}
