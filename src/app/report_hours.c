/* SPDX-License-Identifier: EUPL-1.2 */
/* A new report is one transaction. First the sheet of the placement is opened for the limit of her week (W-01), which
 * lies sealed in it; nothing is locked yet while the vault waits for the log. One that is not there or cannot be opened
 * is no reason to lose a report; a vault that does not answer is, as the client can send it again. Then the report is
 * written, with its flags, and what the host says of it, sealed. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/opening.h"
#include "app/report_hours.h"
#include "app/sealing.h"
#include "base/err.h"
#include "store/row.h"
#include "store/sealed.h"

#include "base/banned.h"

#define BUNDLE_MAX (1u << 20)
#define PLAIN_MAX (VAULT_PLAINTEXT + 1024)
#define NO_LIMIT (-1)

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct report_hours_in *in;
    const struct asking_key *once;
    report_hours_limit limit; /* NULL: the sheet is not to be opened, or was */
    int32_t week_limit;
    bool kept; /* the report is written, its words may not be yet */
    struct report_hours_out *out;
};

static int read_list(const struct conn_step *steps, void *ctx)
{
    struct report_hours_list_out *out = ctx;
    int rc = hours_read_there(&steps[0]);

    return rc == ERR_OK ? hours_read_list(&steps[1], out->item, &out->n, &out->more) : rc;
}

int report_hours_list(struct service *s, const struct service_caller *c, const struct uuid *placement,
                      const struct hours_cursor *after, struct report_hours_list_out *out, enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];

    *no = REFUSAL_NONE;
    *out = (struct report_hours_list_out){.item = calloc(HOURS_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    hours_there_step(&steps[0], &params[0], placement);
    hours_list_step(&steps[1], &params[1], placement, after);
    return asking_once(s, c, steps, 2, read_list, out, no);
}

void report_hours_list_release(struct report_hours_list_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

/* Once, however often the transaction is tried: what was opened has its entry. */
static int find_limit(struct tx *t, struct work *w)
{
    struct sealed_ref ref = {RECORD_PLACEMENT_OFFER, w->in->placement, RECORD_PLACEMENT, 0};
    struct buf bundle SCOPED_BUF;
    struct buf plain SCOPED_BUF;
    struct vault_bytes sheet = {0};
    enum refusal no = REFUSAL_NONE;
    struct param_list params;
    struct conn_step step;
    int rc;

    buf_init(&bundle, BUNDLE_MAX);
    buf_init_secret(&plain, PLAIN_MAX);
    sealed_fetch_step(&step, &params, &ref, REASON_NONE);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = row_take(&step, &bundle);
    conn_clear(&step, 1);
    if (rc == ERR_OK)
        rc = opening_do(w->desk, w->caller, &bundle, &plain, &sheet, 1, &no);
    if (rc == ERR_OK && no == REFUSAL_NONE && sheet.p != NULL)
        w->week_limit = w->limit(sheet.p, sheet.n);
    if (rc == ERR_OK)
        w->limit = NULL;
    return rc;
}

static int seal_words(struct tx *t, const struct work *w)
{
    struct sealed_ref ref = {RECORD_HOURS_REPORT, w->out->id, RECORD_PLACEMENT, 1};

    return sealing_record(w->desk, w->caller, t, &ref, (struct sealing_text){.plain = w->in->words}, NULL, 0);
}

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct param_list params;
    struct conn_step step;
    int rc = w->limit != NULL ? find_limit(t, w) : ERR_OK;

    w->kept = false;
    if (rc != ERR_OK)
        return rc;
    hours_new_step(&step, &params, &w->in->placement, &w->in->session, w->week_limit, w->once->key, w->once->digest);
    rc = tx_steps(t, &step, 1, w->in->words.n == 0);
    if (rc == ERR_OK)
        rc = hours_read_new(&step, &w->out->id, &w->out->replayed, &w->out->flags);
    conn_clear(&step, 1);
    if (rc != ERR_OK)
        return rc;
    w->kept = true;
    return w->in->words.n == 0 || w->out->replayed ? ERR_OK : seal_words(t, w);
}

int report_hours_new(struct service *s, const struct service_caller *c, const struct report_hours_in *in,
                     report_hours_limit limit, struct report_hours_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct asking_key once;
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .in = in, .once = &once, .week_limit = NO_LIMIT, .out = out};
    int rc = service_desk_open(s, POOL_SEALED, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    asking_key_make(&once, &in->key, &in->placement, in->request);
    w.limit = in->session.timed ? limit : NULL;
    rc = sealing_judge(tx_run(d.db, &who, run, &w, no), no);
    if (rc == ERR_OK && *no != REFUSAL_NONE && *no != REFUSAL_UNAUTHENTICATED && w.limit != NULL) {
        w.limit = NULL; /* the database gave no sheet, and with that the transaction was over */
        rc = sealing_judge(tx_run(d.db, &who, run, &w, no), no);
    }
    if (w.kept && *no == REFUSAL_NOT_FOUND)
        *no = REFUSAL_KEY_MISSING; /* what she may report she may put words to, once she was given the key */
    return service_done(&d, c, rc, *no);
}

int report_hours_word(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      const char *word, const char *channel, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    hours_word_step(&step, &params, id, expected, word, channel);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int report_hours_withdraw(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                          int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    hours_withdraw_step(&step, &params, id, expected);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}
