/* SPDX-License-Identifier: EUPL-1.2 */
/* A person changes her password: the current one and a fresh code first, counted like a sign-in. The pair stays, its
 * private half is wrapped anew; the authentication version goes up, so the old record is of no use to anybody who kept
 * it. */
#include "vault/people.h"

#include "base/clock.h"
#include "base/err.h"
#include "vault/attempt.h"
#include "vault/record.h"
#include "vault/renewal.h"
#include "wire/frame.h"

#include "base/banned.h"

uint16_t people_verb_password(struct vault_talk *t, struct rd *in, struct buf *out)
{
    struct attempt a SCOPED_ATTEMPT;
    struct secret_key private_key SCOPED_KEY;
    size_t n, otp_n;
    attempt_read(&a, in);
    const unsigned char *otp = rd_lv8(in, &otp_n, 16);
    const unsigned char *password = rd_lv16(in, &n, VAULT_PASSWORD);
    attempt_read_claimed(&a, in);
    if (rd_end(in) != ERR_OK)
        return WIRE_BAD;
    uint16_t status = attempt_begin(t, &a, "password");
    if (status == WIRE_UNAVAILABLE)
        return status;
    int checked = record_check(&a.record, t->vault->root, a.password, a.password_n, &private_key);
    int64_t step = record_totp_step(a.record.totp, otp, otp_n, clock_now_us());
    if (checked == ERR_NOMEM)
        return WIRE_UNAVAILABLE;
    bool good = status == WIRE_OK && checked == ERR_OK && a.record.kind == RECORD_ACTIVE && step >= 0;
    if (good && !record_password_fit(password, n, a.login, a.login_n)) {
        buf_lv16(out, NULL, 0);
        buf_lv16(out, NULL, 0);
    } else if (good &&
               renewal_put(t->vault->root, &a.record, password, n, &private_key,
                           a.record.totp, step, out) != ERR_OK) {
      return WIRE_UNAVAILABLE;
    }
    return attempt_end(t, &a, "password", status, good);
}
