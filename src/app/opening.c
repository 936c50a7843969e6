/* SPDX-License-Identifier: EUPL-1.2 */
/* The one call by which sealed data become readable in this program. The vault answers only for what the ticket in
 * the bundle names and only after the log has the entry; the order of the answers is the order of the ticket. */
#include <string.h>

#include "app/opening.h"
#include "base/clock.h"
#include "base/err.h"
#include "store/case_file.h"

#include "base/banned.h"

#define VAULT_MS 10000
#define BYTES_MAX (4u << 20) /* of a bundle, and of what it brings */

int opening_do(struct service_desk *d, const struct service_caller *c, const struct buf *bundle, struct buf *plain,
               struct vault_bytes *items, size_t n, enum refusal *no)
{
    size_t got = 0;
    int fd;
    int rc = service_vault(d, &fd);

    if (rc != ERR_OK)
        return rc;
    rc = vault_open(fd, c->token, (struct vault_bytes){bundle->data, bundle->len},
                    (struct vault_bytes){c->claimed, strlen(c->claimed)}, plain, items, n, &got,
                    clock_mono_ms() + VAULT_MS);
    service_vault_end(d, rc);
    if (rc == ERR_CEILING || rc == ERR_DENIED) {
        *no = rc == ERR_CEILING ? REFUSAL_CEILING : REFUSAL_KEY_MISSING;
        return ERR_OK;
    }
    return rc == ERR_OK && got != n ? ERR_INTERNAL : rc;
}

int opening_read(struct service_desk *d, const struct service_caller *c, const struct opening *o, enum refusal *no)
{
    struct tx_who who = service_who(d->service, c);
    struct buf bundle SCOPED_BUF;
    size_t brings = 0;
    int rc;

    buf_init(&bundle, BYTES_MAX);
    buf_init_secret(o->plain, BYTES_MAX);
    *no = REFUSAL_NONE;
    rc = tx_once(d->db, &who, o->steps, o->n, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = o->take(o->steps, o->out, &bundle, &brings);
    conn_clear(o->steps, o->n);
    if (rc == ERR_NOTFOUND) {
        *no = REFUSAL_NOT_FOUND;
        rc = ERR_OK;
    }
    if (rc != ERR_OK || *no != REFUSAL_NONE || brings == 0)
        return rc;
    return opening_do(d, c, &bundle, o->plain, o->items, brings, no);
}

int opening_once(struct service *s, const struct service_caller *c, const struct opening *o, enum refusal *no)
{
    struct service_desk d;
    int rc = service_desk_open(s, POOL_SEALED, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = opening_read(&d, c, o, no);
    return service_done(&d, c, rc, *no);
}

int opening_why_nothing(struct service_desk *d, const struct tx_who *who, enum refusal *no)
{
    struct conn_step step;
    enum refusal other;
    bool holds = true;
    int rc;

    case_file_holder_step(&step);
    rc = tx_once(d->db, who, &step, 1, &other);
    if (rc == ERR_OK && other == REFUSAL_NONE)
        rc = case_file_read_holder(&step, &holds);
    conn_clear(&step, 1);
    if (!holds)
        *no = REFUSAL_KEY_MISSING;
    return rc;
}
