/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is this? Password and second factor over an opaque record, one entry before and one after, and one and the same
 * answer for wrong, unknown, disabled, bad code and throttled: the full work is done in every case. Success makes the
 * session token, the grant that lets PostgreSQL open a session for its id, and the key blob that waits to be unlocked.
 * */
#include <sodium.h>
#include <string.h>

#include "vault/verbs.h"

#include "base/clock.h"
#include "base/err.h"
#include "vault/attempt.h"
#include "vault/grant.h"
#include "vault/record.h"
#include "wire/frame.h"

#include "base/banned.h"

/* The grant names the very record that was checked: one that was never put into the account opens nothing. */
static void grant_session(const struct vault_talk *t, const struct attempt *a, int64_t step,
                          const struct secret_key *private_key, struct buf *out)
{
    const struct record *record = &a->record;
    struct keyring ring SCOPED_KEYRING;
    struct secret_key token SCOPED_KEY;
    struct buf grant SCOPED_BUF, blob SCOPED_BUF;
    struct grant g = {.kind = GRANT_SESSION, .user = record->user, .version = record->version, .totp_step = step};
    g.issued_us = clock_now_us();
    crypto_hash_sha256(g.record, a->record_p, a->record_n);
    secret_random(token.b, sizeof token.b);
    ticket_session(g.session, token.b);
    ring.stage = KEYRING_SIGN_IN;
    ring.user = record->user;
    ring.end_us = g.issued_us + KEYRING_SIGN_IN_US;
    memcpy(ring.session, g.session, sizeof ring.session);
    memcpy(ring.private_key, private_key->b, sizeof ring.private_key);
    buf_init(&grant, VAULT_GRANT);
    buf_init(&blob, 2048);
    grant_format(&g, t->vault->root, &grant);
    keyring_wrap(&ring, t->vault->root, token.b, &blob);
    buf_bytes(out, token.b, sizeof token.b);
    if (buf_err(&grant) != ERR_OK || buf_err(&blob) != ERR_OK)
        out->failed = true;
    buf_lv16(out, grant.data, grant.len);
    buf_lv16(out, blob.data, blob.len);
}

uint16_t verbs_sign_in(struct vault_talk *t, struct rd *in, struct buf *out)
{
    struct attempt a SCOPED_ATTEMPT;
    struct secret_key private_key SCOPED_KEY;
    size_t n;
    attempt_read(&a, in);
    const unsigned char *otp = rd_lv8(in, &n, 16);
    attempt_read_claimed(&a, in);
    if (rd_end(in) != ERR_OK)
        return WIRE_BAD;
    uint16_t status = attempt_begin(t, &a, "sign_in");
    if (status == WIRE_UNAVAILABLE)
        return status;
    int checked = record_check(&a.record, t->vault->root, a.password, a.password_n, &private_key);
    int64_t step = record_totp_step(a.record.totp, otp, n, clock_now_us());
    if (checked == ERR_NOMEM)
        return WIRE_UNAVAILABLE;
    bool good = status == WIRE_OK && checked == ERR_OK && a.record.kind == RECORD_ACTIVE && step >= 0;
    if (good)
        grant_session(t, &a, step, &private_key, out);
    return attempt_end(t, &a, "sign_in", status, good);
}
