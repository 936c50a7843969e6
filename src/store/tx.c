/* SPDX-License-Identifier: EUPL-1.2 */
/* Runs a transaction and is the only place that retries one. A read is one round trip: begin, close all, bind, the
 * steps, commit. The touch that extends a session rides last in the same transaction; it commits asynchronously only
 * where nothing else was written, which sec.touch looks at itself. A failed transaction is rolled back here, whoever
 * failed; a failure that nobody foresaw puts the connection in doubt, which costs it a DISCARD ALL before its next
 * use. */
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "store/param.h"
#include "store/session.h"
#include "store/tx.h"

#include "base/banned.h"

#define AROUND 5 /* begin, close all, bind, touch, commit */

struct tx {
    struct conn *c;
    const struct tx_who *who;
    bool begun;
    bool committed;
    enum refusal refused;
};

int tx_refuse(struct tx *t, enum refusal r)
{
    t->refused = r;
    return ERR_DENIED;
}

int tx_steps(struct tx *t, struct conn_step *steps, size_t n, bool last)
{
    struct conn_step all[TX_STEPS + AROUND] = {0};
    struct param_list bind;
    size_t first = 0;
    size_t k = 0;
    int rc;

    if (n > TX_STEPS || t->committed)
        return ERR_INTERNAL;
    if (!t->begun) {
        all[k++].stmt = &conn_begin;
        all[k++].stmt = &conn_close_all;
        if (t->who->session != NULL) {
            param_init(&bind);
            param_bytes(&bind, t->who->session, 32);
            all[k].params = &bind;
            all[k++].stmt = session_stmt(SESSION_BIND);
        }
    }
    first = k;
    for (size_t i = 0; i < n; i++)
        all[k++] = steps[i];
    if (last) {
        if (t->who->session != NULL && t->who->touch)
            all[k++].stmt = session_stmt(SESSION_TOUCH);
        all[k++].stmt = &conn_commit;
    }
    rc = conn_run(t->c, all, k);
    t->begun = true;
    t->committed = last && rc == ERR_OK;
    for (size_t i = 0; i < n; i++) {
        steps[i].result = all[first + i].result;
        all[first + i].result = NULL;
    }
    conn_clear(all, k);
    return rc;
}

static bool is_state(const struct conn *c, const char *state)
{
    return strcmp(conn_sqlstate(c), state) == 0;
}

static bool wants_retry(const struct conn *c)
{
    return is_state(c, "40001") || is_state(c, "40P01");
}

/* A failure in SQL as what it means to the caller. */
static int judge(struct conn *c, enum refusal *no)
{
    *no = refusal_of_sqlstate(conn_sqlstate(c));
    if (*no != REFUSAL_NONE && *no != REFUSAL_INTERNAL)
        return ERR_OK;
    *no = REFUSAL_NONE;
    log_error("database: transaction failed sqlstate=%s", conn_sqlstate(c));
    conn_doubt(c);
    return conn_passes(c) ? ERR_UNAVAILABLE : ERR_INTERNAL;
}

static void roll_back(struct conn *c)
{
    struct conn_step s = {.stmt = &conn_rollback};

    if (!conn_in_transaction(c))
        return;
    if (conn_run(c, &s, 1) != ERR_OK)
        conn_drop(c);
    conn_clear(&s, 1);
}

static int attempt(struct tx *t, tx_fn fn, void *ctx, enum refusal *no, bool *again)
{
    int rc = fn(t, ctx);

    *again = false;
    if (rc == ERR_OK && !t->committed && t->begun)
        rc = tx_steps(t, NULL, 0, true);
    if (rc == ERR_OK)
        return ERR_OK;
    if (t->refused != REFUSAL_NONE) {
        *no = t->refused;
        rc = ERR_OK;
    } else if (rc == ERR_DENIED && conn_sqlstate(t->c)[0] != '\0') {
        *again = wants_retry(t->c);
        rc = *again ? ERR_CONFLICT : judge(t->c, no);
    }
    roll_back(t->c);
    return rc;
}

int tx_run(struct conn *c, const struct tx_who *who, tx_fn fn, void *ctx, enum refusal *no)
{
    bool again = false;
    int rc = ERR_INTERNAL;

    *no = REFUSAL_NONE;
    for (int i = 0; i < TX_TRIES; i++) {
        struct tx t = {.c = c, .who = who};

        rc = attempt(&t, fn, ctx, no, &again);
        if (!again)
            return rc;
    }
    log_warn("database: transaction given up after %d tries", TX_TRIES);
    return rc;
}

struct once {
    struct conn_step *steps;
    size_t n;
};

static int run_once(struct tx *t, void *ctx)
{
    struct once *o = ctx;

    return tx_steps(t, o->steps, o->n, true);
}

int tx_once(struct conn *c, const struct tx_who *who, struct conn_step *steps, size_t n,
            enum refusal *no)
{
    struct once o = {.steps = steps, .n = n};

    return tx_run(c, who, run_once, &o, no);
}
