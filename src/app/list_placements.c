/* SPDX-License-Identifier: EUPL-1.2 */
/* Row policies choose the rows; all of it is clear, so no vault is asked. Whom the one in charge follows is asked in a
 * second round trip, and only for a placement that waits for its next step. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/list_placements.h"
#include "app/match_one.h"
#include "base/err.h"
#include "match/tutor.h"

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

static void weigh(const struct match_offer *o, struct list_placements_whole *out)
{
    out->load = (struct match_fit){.first_day = day_number(&out->placement.first_day),
                                   .last_day = day_number(&out->placement.last_day)};
    tutor_look_at(&o->p, out->slot, out->slots, &out->load);
}

/* Reading takes the result of the first step away. */
struct load {
    struct conn_step steps[MATCH_ONE_STEPS];
    struct list_placements_whole *out;
};

static int read_load(const struct conn_step *steps, void *to)
{
    struct load *l = to;
    struct match_offer *o;
    int rc = match_one_read(l->steps, &o);

    (void)steps; /* they are those, which may be changed */
    if (o != NULL)
        weigh(o, l->out);
    match_offer_drop(o);
    return rc;
}

/* C-11: as it is now, which need not be as it was when it was proposed. */
static int load(struct service *s, const struct service_caller *c, struct list_placements_whole *out, enum refusal *no)
{
    const struct placement *p = &out->placement;
    struct param_list params[MATCH_ONE_STEPS];
    struct load l = {.out = out};
    int rc;

    match_one_steps(l.steps, params, &p->post, &p->chain, &p->in_charge);
    rc = asking_once(s, c, l.steps, MATCH_ONE_STEPS, read_load, &l, no);
    for (int i = 0; i < MATCH_ONE_STEPS; i++)
        param_release(&params[i]);
    return rc;
}

int list_placements_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                        struct list_placements_whole **out, enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];
    int rc;

    *no = REFUSAL_NONE;
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return ERR_NOMEM;
    placement_one_step(&steps[0], &params[0], id);
    placement_slots_step(&steps[1], &params[1], id);
    rc = asking_once(s, c, steps, 2, read_whole, *out, no);
    return rc == ERR_OK && *no == REFUSAL_NONE && (*out)->rest.judged ? load(s, c, *out, no) : rc;
}
