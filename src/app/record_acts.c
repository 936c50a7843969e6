/* SPDX-License-Identifier: EUPL-1.2 */
/* What follows from a check happens in the database, in the transaction of the check. The same check sent twice is
 * refused the second time, and so is a drop: neither has an effect twice. Which check makes an assignment the database
 * knows, and has nothing against it when it asks for the look at what is sealed: so nothing is opened for nothing. */
#include <stdlib.h>
#include <string.h>

#include "app/list_placements.h"
#include "app/record_acts.h"
#include "base/err.h"

#include "base/banned.h"

#define ROUNDS 3

static int read_list(const struct conn_step *steps, void *ctx)
{
    struct record_acts_out *out = ctx;
    int rc = authority_act_read_there(&steps[0]);

    return rc == ERR_OK ? authority_act_read_list(&steps[1], out->item, &out->n, &out->more) : rc;
}

int record_acts_list(struct service *s, const struct service_caller *c, const struct uuid *measure,
                     const struct page_cursor *after, struct record_acts_out *out, enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];

    *no = REFUSAL_NONE;
    *out = (struct record_acts_out){.item = calloc(AUTHORITY_ACT_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    authority_act_there_step(&steps[0], &params[0], measure);
    authority_act_list_step(&steps[1], &params[1], measure, after);
    return asking_once(s, c, steps, 2, read_list, out, no);
}

void record_acts_release(struct record_acts_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

int record_acts_new(struct service *s, const struct service_caller *c, const struct record_acts_in *in,
                    struct asking_made *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    struct asking_key once;

    asking_key_make(&once, &in->key, &in->measure, in->request);
    authority_act_new_step(&step, &params, &in->measure, &in->paper, in->reference,
                           &in->placement, once.key, once.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

static int read_placement(const struct conn_step *step, void *out)
{
    return authority_act_read_placement(step, out);
}

static int read_look(const struct conn_step *step, void *out)
{
    return placement_write_read_look(step, out);
}

/* The decision as of today on the placement that the act is about. */
static int look(struct service *s, const struct service_caller *c, const struct uuid *act, match_case_reader read,
                struct sign_placement_out *out, enum refusal *no)
{
    struct list_placements_whole *p = NULL;
    struct param_list params;
    struct conn_step step;
    struct uuid placement;
    int rc;

    authority_act_placement_step(&step, &params, act);
    rc = asking_once(s, c, &step, 1, read_placement, &placement, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE) {
        placement_write_look_step(&step, &params, &placement);
        rc = asking_once(s, c, &step, 1, read_look, &out->looked, no);
    }
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = list_placements_one(s, c, &placement, &p, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = sign_placement_look(s, c, &p->placement, p->slot, p->slots, read, out, no);
    free(p);
    return rc;
}

int record_acts_check(struct service *s, const struct service_caller *c, const struct uuid *id,
                      const struct authority_act_paper *paper, match_case_reader read, struct sign_placement_out *out,
                      enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    memset(out, 0, sizeof *out);
    for (int i = 0;; i++) {
        int rc;

        authority_act_check_step(&step, &params, id, paper, &out->last_day, &out->looked);
        rc = asking_once(s, c, &step, 1, NULL, NULL, no);
        if (rc != ERR_OK || *no != REFUSAL_PROFILE_CHANGED || i == ROUNDS)
            return rc;
        memset(out, 0, sizeof *out);
        rc = look(s, c, id, read, out, no);
        if (rc != ERR_OK || *no != REFUSAL_NONE)
            return rc;
    }
}

int record_acts_drop(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    authority_act_drop_step(&step, &params, id);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}
