/* SPDX-License-Identifier: EUPL-1.2 */
/* First the times of what remains against her situation, where the day is a later one; then day and reason in one
 * transaction: the database commits no change that has no reason, nor a later day without the look, of the profile and
 * beside the other placements that are there by then. Of the matcher's verdict only what the database cannot know
 * counts here: it has the rules of the post, and the end of the period may come before all is worked. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/list_placements.h"
#include "app/move_last_day.h"
#include "app/sealing.h"
#include "base/err.h"

#include "base/banned.h"

#define ROUNDS 3

struct work {
    struct service_desk desk;
    const struct service_caller *caller;
    const struct move_last_day_in *in;
    struct move_last_day_out *out;
    struct placement_look looked; /* all 0: not looked at */
};

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct sealed_ref ref = {.table = RECORD_LAST_DAY_CHANGE, .compartment = RECORD_JUSTICE, .version = 1};
    struct param_list params;
    struct conn_step step;
    int rc;

    last_day_move_step(&step, &params, &w->in->placement, w->in->expected, &w->in->last_day, w->in->asked_by,
                       &w->looked);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = last_day_read_move(&step, &w->out->version, &w->out->broken, &ref.row);
    conn_clear(&step, 1);
    if (rc == ERR_OK && w->out->broken.n > 0)
        return tx_refuse(t, REFUSAL_RULE);
    return rc == ERR_OK ? sealing_record(&w->desk, w->caller, t, &ref, (struct sealing_text){.plain = w->in->reason},
                                         NULL, 0)
                        : rc;
}

/* Of what is sealed: families, whom and what to avoid, needs, fitness, her times, a job beside it. */
static bool is_hers(enum match_rule rule)
{
    return (rule >= MATCH_RULE_FAMILY && rule <= MATCH_RULE_LIMITED) || rule == MATCH_RULE_UNFIT ||
           rule == MATCH_RULE_NIGHT || rule == MATCH_RULE_SLOTS ||
           (rule >= MATCH_RULE_WEEK && rule <= MATCH_RULE_LABOUR_OFF);
}

static int ask(struct service *s, const struct list_placements_whole *p, struct work *w, enum refusal *no)
{
    const struct match_case_in what = {.case_id = p->placement.case_id, .measure = p->placement.measure,
                                       .reason = REASON_ASSIGNMENT, .from = day_number(&p->placement.first_day),
                                       .read = w->in->read};
    const struct match_ask_in asked = {.post = p->placement.post, .chain = p->placement.chain,
                                       .in_charge = p->placement.in_charge, .times = p->slot, .n_times = p->slots,
                                       .minutes = p->rest.forecast.remaining, .running = true};
    struct match_ask *check = NULL;
    int rc = match_ask_do(s, w->caller, &what, &asked, &check, no);

    if (rc == ERR_OK && *no == REFUSAL_NONE) {
        w->looked.profile = check->known.profile_version;
        if (is_hers(check->item.fit.rule)) {
            w->out->fit = check->item.fit;
            *no = REFUSAL_RULE;
        }
    }
    match_ask_free(check);
    return rc;
}

static int read_look(const struct conn_step *step, void *out)
{
    return placement_write_read_look(step, out);
}

/* Where there is nothing to look at, the transaction says why it may not be. */
static int look(struct service *s, struct work *w, enum refusal *no)
{
    struct list_placements_whole *p = NULL;
    struct param_list params;
    struct conn_step step;
    int rc;

    placement_write_look_step(&step, &params, &w->in->placement);
    rc = asking_once(s, w->caller, &step, 1, read_look, &w->looked, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = list_placements_one(s, w->caller, &w->in->placement, &p, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && p->placement.version == w->in->expected && p->rest.forecast.there &&
        p->rest.forecast.remaining > 0 && day_compare(&w->in->last_day, &p->placement.last_day) > 0)
        rc = ask(s, p, w, no);
    if (*no == REFUSAL_PROFILE_NONE || *no == REFUSAL_MEASURE_NONE)
        *no = REFUSAL_NONE;
    free(p);
    return rc;
}

int move_last_day_do(struct service *s, const struct service_caller *c, const struct move_last_day_in *in,
                     struct move_last_day_out *out, enum refusal *no)
{
    struct work w = {.caller = c, .in = in, .out = out};
    int rc;

    for (int i = 0;; i++) {
        *out = (struct move_last_day_out){0};
        w.looked = (struct placement_look){0};
        rc = look(s, &w, no);
        if (rc == ERR_OK && *no == REFUSAL_NONE)
            rc = sealing_do(s, c, &w.desk, run, &w, no);
        if (rc != ERR_OK || *no != REFUSAL_PROFILE_CHANGED || i + 1 == ROUNDS)
            return rc;
    }
}

static int read_history(const struct conn_step *steps, void *to)
{
    struct move_last_day_list *out = to;
    int rc = hours_read_there(&steps[0]);

    return rc == ERR_OK ? last_day_read_list(&steps[1], out->item, &out->n, &out->more) : rc;
}

int move_last_day_history(struct service *s, const struct service_caller *c, const struct uuid *placement,
                          const struct page_cursor *after, struct move_last_day_list *out, enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];

    out->n = 0;
    out->more = false;
    hours_there_step(&steps[0], &params[0], placement);
    last_day_list_step(&steps[1], &params[1], placement, after);
    return asking_once(s, c, steps, 2, read_history, out, no);
}
