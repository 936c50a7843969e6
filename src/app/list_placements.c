/* SPDX-License-Identifier: EUPL-1.2 */
/* Row policies choose the rows; all of it is clear, so no vault is asked. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/list_placements.h"
#include "base/err.h"

#include "base/banned.h"

static int read_page(const struct conn_step *step, void *to)
{
    struct list_placements_out *out = to;

    return placement_read_list(step, out->item, &out->n, &out->more);
}

int list_placements_do(struct service *s, const struct service_caller *c, const struct placement_filter *f,
                       struct list_placements_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    *no = REFUSAL_NONE;
    *out = (struct list_placements_out){.item = calloc(PLACEMENT_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    placement_list_step(&step, &params, f);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

void list_placements_release(struct list_placements_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

static int read_whole(const struct conn_step *steps, void *to)
{
    struct list_placements_whole *out = to;
    int rc = placement_read_one(&steps[0], &out->placement, &out->rest);

    return rc == ERR_OK ? placement_read_slots(&steps[1], out->slot, &out->slots) : rc;
}

int list_placements_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                        struct list_placements_whole **out, enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];

    *no = REFUSAL_NONE;
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return ERR_NOMEM;
    placement_one_step(&steps[0], &params[0], id);
    placement_slots_step(&steps[1], &params[1], id);
    return asking_once(s, c, steps, 2, read_whole, *out, no);
}
