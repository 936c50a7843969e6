/* SPDX-License-Identifier: EUPL-1.2 */
/* The new record and the grant that lets PostgreSQL take it in place of the old one, once: the grant names the version
 * that it replaces and the hash of what replaces it. */
#include <sodium.h>

#include "vault/renewal.h"

#include "base/clock.h"
#include "base/err.h"
#include "vault/grant.h"
#include "wire/vault_msg.h"

#include "base/banned.h"

int renewal_put(const struct root *root, const struct record *old, const void *password, size_t n,
                const struct secret_key *private_key, const unsigned char totp[RECORD_TOTP], int64_t step,
                struct buf *out)
{
    struct record fresh SCOPED_RECORD;
    struct buf bytes SCOPED_BUF, grant SCOPED_BUF;
    int err = record_make(&fresh, root, RECORD_ACTIVE, &old->user, old->version + 1, password, n, private_key->b, totp);
    if (err != ERR_OK)
        return err;
    buf_init(&bytes, VAULT_RECORD);
    record_format(&fresh, root, &bytes);
    if (buf_err(&bytes) != ERR_OK)
        return buf_err(&bytes);
    struct grant g = {.kind = GRANT_ENROL, .user = old->user, .version = old->version, .totp_step = step};
    g.issued_us = clock_now_us();
    crypto_hash_sha256(g.record, bytes.data, bytes.len);
    buf_init(&grant, VAULT_GRANT);
    grant_format(&g, root, &grant);
    buf_lv16(out, grant.data, grant.len);
    buf_lv16(out, bytes.data, bytes.len);
    return buf_err(&grant);
}
