/* SPDX-License-Identifier: EUPL-1.2 */
/* Both writes make an entry of the ledger, and why is sealed beside it in the same transaction: the database commits no
 * entry that was to have a reason and has none. What is settled may end the measure, which happens there too. */
#include <stdlib.h>
#include <string.h>

#include "app/sealing.h"
#include "app/settle_hours.h"
#include "base/err.h"
#include "store/hours.h"

#include "base/banned.h"

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct settle_hours_in *settle; /* one of these two */
    const struct settle_hours_counter_in *counter;
    struct asking_key once;
    struct settle_hours_out *settled;
    struct asking_made *made;
};

static int seal_reason(struct tx *t, const struct work *w, const struct uuid *entry, struct vault_bytes reason)
{
    struct sealed_ref ref = {RECORD_HOURS_ENTRY, *entry, RECORD_JUSTICE, 1};

    return sealing_record(w->desk, w->caller, t, &ref, (struct sealing_text){.plain = reason}, NULL, 0);
}

static int run_settle(struct tx *t, void *ctx)
{
    const struct work *w = ctx;
    bool reasoned = w->settle->reason.n > 0;
    struct param_list params;
    struct conn_step step;
    struct uuid entry;
    int rc;

    hours_settle_step(&step, &params, &w->settle->report, w->settle->expected, w->settle->credited, reasoned);
    rc = tx_steps(t, &step, 1, !reasoned);
    if (rc == ERR_OK)
        rc = hours_read_settle(&step, &w->settled->version, &w->settled->done, &entry);
    conn_clear(&step, 1);
    return rc == ERR_OK && reasoned ? seal_reason(t, w, &entry, w->settle->reason) : rc;
}

static int run_counter(struct tx *t, void *ctx)
{
    const struct work *w = ctx;
    struct param_list params;
    struct conn_step step;
    int rc;

    ledger_counter_step(&step, &params, &w->counter->entry, w->once.key, w->once.digest);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = asking_read_made(&step, w->made);
    conn_clear(&step, 1);
    return rc == ERR_OK && !w->made->replayed ? seal_reason(t, w, &w->made->id, w->counter->reason) : rc;
}

static int transact(struct service *s, const struct service_caller *c, struct work *w, tx_fn run, enum refusal *no)
{
    struct service_desk d;

    w->desk = &d;
    w->caller = c;
    return sealing_do(s, c, &d, run, w, no);
}

int settle_hours_do(struct service *s, const struct service_caller *c, const struct settle_hours_in *in,
                    struct settle_hours_out *out, enum refusal *no)
{
    struct work w = {.settle = in, .settled = out};
    int rc = transact(s, c, &w, run_settle, no);

    if (*no == REFUSAL_REASON_REQUIRED)
        *no = REFUSAL_WHY; /* not why she opens something, but why she decides so */
    return rc;
}

int settle_hours_counter(struct service *s, const struct service_caller *c, const struct settle_hours_counter_in *in,
                         struct asking_made *out, enum refusal *no)
{
    struct work w = {.counter = in, .made = out};

    asking_key_make(&w.once, &in->key, &in->entry, in->request);
    return transact(s, c, &w, run_counter, no);
}

static int read_ledger(const struct conn_step *steps, void *ctx)
{
    struct settle_hours_ledger_out *out = ctx;
    int rc = ledger_read_balance(&steps[0], &out->balance);

    return rc == ERR_OK ? ledger_read_list(&steps[1], out->item, &out->n, &out->more) : rc;
}

int settle_hours_ledger(struct service *s, const struct service_caller *c, const struct uuid *measure,
                        const int64_t *at_us, const struct page_cursor *after, struct settle_hours_ledger_out *out,
                        enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];

    *no = REFUSAL_NONE;
    *out = (struct settle_hours_ledger_out){.item = calloc(LEDGER_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    ledger_balance_step(&steps[0], &params[0], measure, at_us);
    ledger_list_step(&steps[1], &params[1], measure, at_us, after);
    return asking_once(s, c, steps, 2, read_ledger, out, no);
}

void settle_hours_ledger_release(struct settle_hours_ledger_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}
