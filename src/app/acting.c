/* SPDX-License-Identifier: EUPL-1.2 */
/* The vault's part of an act, while the transaction waits with its rows locked. The vault believes the ticket, the
 * session's own keys and certificates of its root, and nothing that this program says; it enters the act in the log
 * before it answers. */
#include <string.h>

#include "app/acting.h"
#include "base/clock.h"
#include "base/err.h"
#include "store/row.h"

#include "base/banned.h"

#define VAULT_MS 20000 /* a code is hashed like a password, and waits in the same line */

static struct act_bytes bytes(struct vault_bytes v)
{
    return (struct act_bytes){v.p, v.n};
}

int acting_ask(struct service_desk *d, const struct service_caller *c, acting_fn fn, const struct buf *material,
               struct buf *reply, struct act_made *made, struct acting_code *code)
{
    struct people_result result = {0};
    int fd;
    int rc = service_vault(d, &fd);

    if (rc != ERR_OK)
        return rc;
    buf_reset(reply);
    rc = fn(fd, c->token, (struct vault_bytes){material->data, material->len}, reply, &result,
            clock_mono_ms() + VAULT_MS);
    service_vault_end(d, rc);
    if (rc != ERR_OK)
        return rc;
    if (made != NULL)
        *made = (struct act_made){result.stage,
                                  bytes(result.endorsement),
                                  bytes(result.box),
                                  bytes(result.certificate),
                                  bytes(result.record),
                                  bytes(result.permit),
                                  bytes(result.host_certificate),
                                  bytes(result.recovery),
                                  bytes(result.boxes),
                                  bytes(result.keys)};
    if (code != NULL) {
        memset(code, 0, sizeof *code);
        if (result.code.n > PEOPLE_CODE)
            return ERR_FORMAT;
        if (result.code.n > 0)
            memcpy(code->text, result.code.p, result.code.n);
        code->end_us = result.code_end_us;
    }
    return ERR_OK;
}

int acting_judge(int rc, enum refusal *no)
{
    if (*no == REFUSAL_VERSION_CONFLICT)
        *no = REFUSAL_ACCOUNT_STATE;
    if (rc != ERR_DENIED)
        return rc;
    *no = REFUSAL_ACT_KEY;
    return ERR_OK;
}

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct acting *act;
    int *stage;
    struct acting_code *code;
};

static int make(struct tx *t, struct work *w, const struct conn_step *ticket)
{
    const struct acting *a = w->act;
    struct buf material SCOPED_BUF;
    struct buf reply SCOPED_BUF;
    struct act_made made = {0};
    struct param_list params;
    struct conn_step store;
    int rc;

    buf_init(&material, ACTING_MATERIAL);
    buf_init_secret(&reply, a->reply_max);
    rc = row_take(ticket, &material);
    if (rc == ERR_OK)
        rc = acting_ask(w->desk, w->caller, a->ask, &material, &reply, &made, w->code);
    if (rc != ERR_OK)
        return rc;
    if (w->stage != NULL)
        *w->stage = made.stage;
    a->store(&store, &params, a->ctx, &made);
    rc = tx_steps(t, &store, 1, true);
    if (rc == ERR_OK && a->stored != NULL)
        rc = a->stored(&store, a->ctx);
    conn_clear(&store, 1);
    return rc;
}

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct param_list params;
    struct conn_step ticket;
    int rc;

    w->act->ticket(&ticket, &params, w->act->ctx);
    rc = tx_steps(t, &ticket, 1, false);
    if (rc == ERR_OK)
        rc = make(t, w, &ticket);
    conn_clear(&ticket, 1);
    return rc;
}

int acting_do(struct service_desk *d, const struct service_caller *c, const struct acting *a, int *stage,
              struct acting_code *code, enum refusal *no)
{
    struct tx_who who = service_who(d->service, c);
    struct work w = {d, c, a, stage, code};

    return acting_judge(tx_run(d->db, &who, run, &w, no), no);
}
