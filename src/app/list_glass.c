/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows only; the words in which somebody said why are read one by one, with a reason (read_glass.c). */
#include "app/asking.h"
#include "app/list_glass.h"

#include "base/banned.h"

static int read_own(const struct conn_step *step, void *out)
{
    struct list_glass_own *o = out;

    return glass_read_own(step, o->item, &o->n);
}

int list_glass_of_caller(struct service *s, const struct service_caller *c, struct list_glass_own *out,
                         enum refusal *no)
{
    struct conn_step step;

    out->n = 0;
    glass_own_step(&step);
    return asking_once(s, c, &step, 1, read_own, out, no);
}

static int read_unit(const struct conn_step *step, void *out)
{
    struct list_glass_unit *o = out;

    return glass_read_of_unit(step, o->item, &o->n, &o->more);
}

int list_glass_of_unit(struct service *s, const struct service_caller *c, const struct uuid *unit,
                       const struct page_cursor *after, struct list_glass_unit *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    out->n = 0;
    out->more = false;
    glass_of_unit_step(&step, &params, unit, after);
    return asking_once(s, c, &step, 1, read_unit, out, no);
}
