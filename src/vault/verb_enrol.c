/* SPDX-License-Identifier: EUPL-1.2 */
/* A person takes her account: with a one-use code she chooses a password and gets a TOTP secret, then proves that she
 * holds it. The two steps share nothing here: the offer carries the secret, sealed, from one to the other. The code's
 * single use is PostgreSQL's to enforce, by the authentication version in the grant. */
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "vault/verbs.h"

#include "base/clock.h"
#include "base/err.h"
#include "vault/attempt.h"
#include "vault/cipher.h"
#include "vault/record.h"
#include "vault/renewal.h"
#include "wire/frame.h"

#include "base/banned.h"

#define OFFER_US (15 * 60 * INT64_C(1000000))
#define OFFER_PLAIN (16 + 4 + 8 + RECORD_TOTP)

/* Bound to user and version, so that an offer of one code is of no use with another. */
static void offer_context(struct buf *b, const struct record *r)
{
    buf_init(b, 64);
    buf_str(b, "jalon enrolment offer");
    buf_bytes(b, r->user.b, sizeof r->user.b);
    buf_u32(b, r->version);
}

static void offer_make(const struct root *root, const struct record *r, const unsigned char totp[RECORD_TOTP],
                       struct buf *out)
{
    struct secret_key key SCOPED_KEY;
    struct buf aad SCOPED_BUF, plain SCOPED_BUF;
    root_derive(root, "enrolment offer", NULL, 0, &key);
    offer_context(&aad, r);
    buf_init_secret(&plain, OFFER_PLAIN);
    buf_i64(&plain, clock_now_us());
    buf_bytes(&plain, totp, RECORD_TOTP);
    cipher_seal(&key, &aad, plain.data, plain.len, out);
}

static int offer_open(const struct root *root, const struct record *r, const unsigned char *p, size_t n,
                      unsigned char totp[RECORD_TOTP])
{
    struct secret_key key SCOPED_KEY;
    struct buf aad SCOPED_BUF, plain SCOPED_BUF;
    struct rd in;
    root_derive(root, "enrolment offer", NULL, 0, &key);
    offer_context(&aad, r);
    buf_init_secret(&plain, OFFER_PLAIN);
    int err = cipher_open(&key, &aad, p, n, &plain);
    if (err != ERR_OK)
        return ERR_DENIED;
    rd_init(&in, plain.data, plain.len);
    int64_t made = rd_i64(&in);
    rd_copy(&in, totp, RECORD_TOTP);
    int64_t age = clock_now_us() - made;
    return rd_end(&in) == ERR_OK && age >= 0 && age <= OFFER_US ? ERR_OK : ERR_DENIED;
}

static bool may_enrol(const struct attempt *a, int checked)
{
    return checked == ERR_OK && a->record.kind == RECORD_ENROL && a->record.expires_us > clock_now_us();
}

static void put_offer(const struct vault_talk *t, const struct attempt *a, struct buf *out)
{
    unsigned char totp[RECORD_TOTP];
    struct buf offer SCOPED_BUF;
    char *text = NULL;
    size_t text_n = 0;
    secret_random(totp, sizeof totp);
    buf_init(&offer, 256);
    offer_make(t->vault->root, &a->record, totp, &offer);
    if (buf_err(&offer) != ERR_OK || oath_base32_encode((const char *)totp, sizeof totp, &text, &text_n) != OATH_OK)
        out->failed = true;
    secret_wipe(totp, sizeof totp);
    buf_lv8(out, text, text_n);
    buf_lv16(out, offer.data, offer.len);
    secret_discard(text, text_n);
}

uint16_t verbs_enrol(struct vault_talk *t, struct rd *in, struct buf *out)
{
    struct attempt a SCOPED_ATTEMPT;
    struct secret_key private_key SCOPED_KEY;
    size_t n;
    attempt_read(&a, in);
    const unsigned char *password = rd_lv16(in, &n, VAULT_PASSWORD);
    attempt_read_claimed(&a, in);
    if (rd_end(in) != ERR_OK)
        return WIRE_BAD;
    uint16_t status = attempt_begin(t, &a, "activation");
    if (status == WIRE_UNAVAILABLE)
        return status;
    int checked = record_check(&a.record, t->vault->root, a.password, a.password_n, &private_key);
    if (checked == ERR_NOMEM)
        return WIRE_UNAVAILABLE;
    bool good = status == WIRE_OK && may_enrol(&a, checked);
    if (good && record_password_fit(password, n, a.login, a.login_n)) {
        put_offer(t, &a, out);
    } else {
        buf_lv8(out, NULL, 0);
        buf_lv16(out, NULL, 0);
    }
    return attempt_end(t, &a, "activation", status, good);
}

uint16_t verbs_confirm(struct vault_talk *t, struct rd *in, struct buf *out)
{
    struct attempt a SCOPED_ATTEMPT;
    struct secret_key private_key SCOPED_KEY;
    unsigned char totp[RECORD_TOTP];
    size_t n, offer_n, otp_n;
    attempt_read(&a, in);
    const unsigned char *password = rd_lv16(in, &n, VAULT_PASSWORD);
    const unsigned char *offer = rd_lv16(in, &offer_n, UINT16_MAX);
    const unsigned char *otp = rd_lv8(in, &otp_n, 16);
    attempt_read_claimed(&a, in);
    if (rd_end(in) != ERR_OK)
        return WIRE_BAD;
    uint16_t status = attempt_begin(t, &a, "activation");
    if (status == WIRE_UNAVAILABLE)
        return status;
    int checked = record_check(&a.record, t->vault->root, a.password, a.password_n, &private_key);
    if (checked == ERR_NOMEM)
        return WIRE_UNAVAILABLE;
    bool good = status == WIRE_OK && may_enrol(&a, checked) && record_password_fit(password, n, a.login, a.login_n) &&
                offer_open(t->vault->root, &a.record, offer, offer_n, totp) == ERR_OK;
    int64_t step = good ? record_totp_step(totp, otp, otp_n, clock_now_us()) : -1;
    good = good && step >= 0;
    int made = ERR_OK;
    if (good)
        made = renewal_put(t->vault->root, &a.record, password, n, &private_key, totp, step, out);
    secret_wipe(totp, sizeof totp);
    if (made != ERR_OK)
        return WIRE_UNAVAILABLE;
    return attempt_end(t, &a, "activation", status, good);
}
