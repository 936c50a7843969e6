/* SPDX-License-Identifier: EUPL-1.2 */
/* The day and its reason are one transaction: the database commits no change that has none. */
#include "app/asking.h"
#include "app/move_last_day.h"
#include "app/sealing.h"
#include "base/err.h"

#include "base/banned.h"

struct work {
    struct service_desk desk;
    const struct service_caller *caller;
    const struct move_last_day_in *in;
    struct move_last_day_out *out;
};

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct sealed_ref ref = {.table = RECORD_LAST_DAY_CHANGE, .compartment = RECORD_JUSTICE, .version = 1};
    struct param_list params;
    struct conn_step step;
    int rc;

    last_day_move_step(&step, &params, &w->in->placement, w->in->expected, &w->in->last_day, w->in->asked_by);
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

int move_last_day_do(struct service *s, const struct service_caller *c, const struct move_last_day_in *in,
                     struct move_last_day_out *out, enum refusal *no)
{
    struct work w = {.caller = c, .in = in, .out = out};

    *out = (struct move_last_day_out){0};
    return sealing_do(s, c, &w.desk, run, &w, no);
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
