/* SPDX-License-Identifier: EUPL-1.2 */
/* A no of the database is a refusal and leaves out untouched. Nothing sealed passes here, so no vault is asked. */
#include "app/asking.h"
#include "base/err.h"
#include "base/secret.h"
#include "store/row.h"

#include "base/banned.h"

void asking_key_make(struct asking_key *k, const struct uuid *key, const struct uuid *about,
                     struct vault_bytes request)
{
    struct buf whole SCOPED_BUF;
    char text[UUID_TEXT + 1];

    uuid_format(key, text);
    secret_hash(k->key, sizeof k->key, NULL, 0, text, UUID_TEXT);
    secret_hash(k->digest, sizeof k->digest, key->b, sizeof key->b, request.p, request.n);
    if (about == NULL)
        return;
    buf_init_secret(&whole, sizeof about->b + sizeof k->digest);
    buf_bytes(&whole, about->b, sizeof about->b);
    buf_bytes(&whole, k->digest, sizeof k->digest);
    secret_hash(k->digest, sizeof k->digest, key->b, sizeof key->b, whole.data, whole.len);
}

int asking_once(struct service *s, const struct service_caller *c, struct conn_step *steps, size_t n, asking_read read,
                void *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = tx_once(d.db, &who, steps, n, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && read != NULL)
        rc = read(steps, out);
    conn_clear(steps, n);
    if (rc == ERR_NOTFOUND) {
        *no = REFUSAL_NOT_FOUND;
        rc = ERR_OK;
    }
    return service_done(&d, c, rc, *no);
}

int asking_read_made(const struct conn_step *step, void *made)
{
    struct asking_made *m = made;
    struct row r;

    row_init(&r, step->result, 0);
    row_uuid(&r, &m->id);
    m->replayed = row_bool(&r);
    return row_end(&r);
}

int asking_read_version(const struct conn_step *step, void *version)
{
    struct row r;

    row_init(&r, step->result, 0);
    *(int32_t *)version = row_i32(&r);
    return row_end(&r);
}
