/* SPDX-License-Identifier: EUPL-1.2 */
/* The second half of every write of a sealed record. The transaction waits for the vault in between: sealing asks no
 * receipt of the log (the write's own outbox row is its entry), so it is a matter of a millisecond, and the lock
 * that the first half took on the row makes the version in the ticket the right one. */
#include <string.h>

#include "app/sealing.h"
#include "base/clock.h"
#include "base/err.h"
#include "store/row.h"

#include "base/banned.h"

#define VAULT_MS 10000
#define REPLY_MAX (VAULT_PLAINTEXT + 8192)
#define SEALING_FURTHER 2

/* What the ticket allows, sealed: record points into reply, which is initialised here. */
static int seal(struct service_desk *d, const struct service_caller *c, const struct conn_step *ticket,
                struct vault_record *record, struct buf *reply)
{
    struct buf bundle SCOPED_BUF;
    int fd;
    int rc;

    buf_init(&bundle, 1u << 20);
    buf_init(reply, REPLY_MAX);
    rc = row_take(ticket, &bundle);
    if (rc == ERR_OK)
        rc = service_vault(d, &fd);
    if (rc != ERR_OK)
        return rc;
    rc = vault_seal(fd, c->token, (struct vault_bytes){bundle.data, bundle.len}, record, 1, reply,
                    clock_mono_ms() + VAULT_MS);
    service_vault_end(d, rc);
    return rc;
}

static void store_step(struct conn_step *s, struct param_list *p, const struct sealed_ref *ref,
                       const struct vault_record *r)
{
    sealed_store_step(s, p, ref, (struct sealed_bytes){r->envelope.p, r->envelope.n},
                      (struct sealed_bytes){r->wrap.p, r->wrap.n}, (struct sealed_bytes){r->hash.p, r->hash.n});
}

int sealing_finish(struct service_desk *d, const struct service_caller *c, struct tx *t, const struct conn_step *ticket,
                   const struct sealed_ref *ref, struct sealing_text text, struct conn_step *further, size_t n)
{
    struct buf reply SCOPED_BUF;
    struct vault_record record = {.plain = text.plain, .person = text.person};
    struct param_list params;
    struct conn_step steps[1 + SEALING_FURTHER] = {0};
    int rc;

    if (n > SEALING_FURTHER)
        return ERR_INTERNAL;
    rc = seal(d, c, ticket, &record, &reply);
    if (rc != ERR_OK)
        return rc;
    store_step(&steps[0], &params, ref, &record);
    for (size_t i = 0; i < n; i++)
        steps[1 + i] = further[i];
    rc = tx_steps(t, steps, 1 + n, true);
    for (size_t i = 0; i < n; i++)
        further[i].result = steps[1 + i].result;
    conn_clear(steps, 1);
    return rc;
}

int sealing_record(struct service_desk *d, const struct service_caller *c, struct tx *t, const struct sealed_ref *ref,
                   struct sealing_text text, struct conn_step *further, size_t n)
{
    struct param_list params;
    struct conn_step ticket;
    int rc;

    sealed_ticket_step(&ticket, &params, ref);
    rc = tx_steps(t, &ticket, 1, false);
    if (rc == ERR_OK)
        rc = sealing_finish(d, c, t, &ticket, ref, text, further, n);
    conn_clear(&ticket, 1);
    return rc;
}

int sealing_both(struct service_desk *d, const struct service_caller *c, struct tx *t,
                 const struct conn_step tickets[SEALING_BOTH], const struct sealing_record records[SEALING_BOTH],
                 struct conn_step *further)
{
    struct buf reply[SEALING_BOTH] = {{0}};
    struct vault_record sealed[SEALING_BOTH] = {{.plain = records[0].plain}, {.plain = records[1].plain}};
    struct param_list params[SEALING_BOTH];
    struct conn_step steps[SEALING_BOTH + 1] = {0};
    int rc = ERR_OK;

    for (int i = 0; i < SEALING_BOTH && rc == ERR_OK; i++) {
        rc = seal(d, c, &tickets[i], &sealed[i], &reply[i]);
        store_step(&steps[i], &params[i], &records[i].ref, &sealed[i]);
    }
    steps[SEALING_BOTH] = *further;
    if (rc == ERR_OK)
        rc = tx_steps(t, steps, SEALING_BOTH + 1, false);
    further->result = steps[SEALING_BOTH].result;
    conn_clear(steps, SEALING_BOTH);
    for (int i = 0; i < SEALING_BOTH; i++)
        buf_release(&reply[i]);
    return rc;
}

int sealing_judge(int rc, enum refusal *no)
{
    if (rc != ERR_DENIED)
        return rc;
    *no = REFUSAL_KEY_MISSING;
    return ERR_OK;
}

int sealing_do(struct service *s, const struct service_caller *c, struct service_desk *d, tx_fn run, void *ctx,
               enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    int rc = service_desk_open(s, POOL_SEALED, d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = sealing_judge(tx_run(d->db, &who, run, ctx, no), no);
    return service_done(d, c, rc, *no);
}
