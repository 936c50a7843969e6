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

int sealing_finish(struct service_desk *d, const struct service_caller *c, struct tx *t, const struct conn_step *ticket,
                   const struct sealed_ref *ref, struct sealing_text text, struct conn_step *further, size_t n)
{
    struct buf bundle SCOPED_BUF;
    struct buf reply SCOPED_BUF;
    struct vault_record record = {.plain = text.plain, .person = text.person};
    struct param_list params;
    struct conn_step steps[1 + SEALING_FURTHER] = {0};
    int fd;
    int rc;

    buf_init(&bundle, 1u << 20);
    buf_init(&reply, REPLY_MAX);
    if (n > SEALING_FURTHER)
        return ERR_INTERNAL;
    rc = row_take(ticket, &bundle);
    if (rc == ERR_OK)
        rc = service_vault(d, &fd);
    if (rc != ERR_OK)
        return rc;
    rc = vault_seal(fd, c->token, (struct vault_bytes){bundle.data, bundle.len}, &record, 1, &reply,
                    clock_mono_ms() + VAULT_MS);
    service_vault_end(d, rc);
    if (rc != ERR_OK)
        return rc;
    sealed_store_step(&steps[0], &params, ref, (struct sealed_bytes){record.envelope.p, record.envelope.n},
                      (struct sealed_bytes){record.wrap.p, record.wrap.n},
                      (struct sealed_bytes){record.hash.p, record.hash.n});
    for (size_t i = 0; i < n; i++)
        steps[1 + i] = further[i];
    rc = tx_steps(t, steps, 1 + n, true);
    for (size_t i = 0; i < n; i++)
        further[i].result = steps[1 + i].result;
    conn_clear(steps, 1);
    return rc;
}

int sealing_judge(int rc, enum refusal *no)
{
    if (rc != ERR_DENIED)
        return rc;
    *no = REFUSAL_KEY_MISSING;
    return ERR_OK;
}
