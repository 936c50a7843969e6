/* SPDX-License-Identifier: EUPL-1.2 */
/* From an activation code to a confirmed account. One whose last step was not noted is the noted password's if that
 * signs in. */
#include <string.h>

#include "admin/demo_accounts.h"

#include "admin/demo_offers.h"
#include "admin/totp.h"
#include "app/activate.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/secret.h"

#include "base/banned.h"

struct taking {
    struct demo_sessions *sessions;
    struct demo_state *state;
};

static struct vault_bytes text(const char *s)
{
    return (struct vault_bytes){s, strlen(s)};
}

/* Four groups of five letters and digits, without those that look alike: 100 bits. */
static void make_password(char out[65])
{
    static const char alphabet[] = "abcdefghijkmnpqrstuvwxyz23456789";
    unsigned char d[20];
    size_t n = 0;

    secret_random(d, sizeof d);
    for (size_t i = 0; i < sizeof d; i++) {
        if (i > 0 && i % 5 == 0)
            out[n++] = '-';
        out[n++] = alphabet[d[i] % (sizeof alphabet - 1)];
    }
    out[n] = '\0';
    secret_wipe(d, sizeof d);
}

/* The step before this one, so that the code of this one is left for the sign-in. A try more, because the clock may
 * turn between here and the vault. */
static int confirm(const struct taking *t, const struct cast_account *a, struct activate_in in)
{
    enum refusal no = REFUSAL_ACTIVATION;
    int rc = ERR_OK;

    for (int i = 0; i < 2 && rc == ERR_OK && no == REFUSAL_ACTIVATION; i++) {
        char otp[TOTP_CODE + 1];

        rc = totp_code(a->totp_secret, strlen(a->totp_secret), totp_step(clock_now_us()) - 1, otp);
        if (rc != ERR_OK)
            break;
        in.otp = text(otp);
        rc = activate_confirm(t->sessions->service, &in, &no);
    }
    return demo_offers_judge(a->login, rc, no);
}

static int enrol(const struct taking *t, size_t account)
{
    struct cast_account *a = &t->state->cast->account[account];
    struct buf secret SCOPED_BUF, offer SCOPED_BUF;
    const struct service_caller *c;
    char password[sizeof a->password];
    enum refusal no = REFUSAL_NONE;

    make_password(password);
    struct activate_in in = {.login = a->login, .login_n = strlen(a->login), .code = text(a->code),
                             .password = text(password), .claimed = DEMO_SESSIONS_CLAIMED};
    buf_init_secret(&secret, sizeof a->totp_secret);
    buf_init_secret(&offer, 1024);
    int rc = activate_enrol(t->sessions->service, &in, &secret, &offer, &no);
    if (rc == ERR_OK && no == REFUSAL_ACTIVATION && a->password[0] != '\0')
        return demo_sessions_as(t->sessions, account, NULL, &c);
    if (rc == ERR_OK && secret.len >= sizeof a->totp_secret)
        rc = ERR_LIMIT;
    rc = demo_offers_judge(a->login, rc, no);
    if (rc != ERR_OK)
        return rc;
    demo_state_enter(t->state);
    memcpy(a->password, password, sizeof a->password);
    memcpy(a->totp_secret, secret.data, secret.len);
    a->totp_secret[secret.len] = '\0';
    secret_wipe(password, sizeof password);
    rc = demo_state_leave(t->state, true);
    if (rc != ERR_OK)
        return rc;
    in.password = text(a->password);
    in.offer = (struct vault_bytes){offer.data, offer.len};
    return confirm(t, a, in);
}

int demo_accounts_take(struct demo_sessions *sessions, struct demo_state *state, size_t account)
{
    const struct taking t = {sessions, state};
    struct cast_account *a = &state->cast->account[account];

    if (a->confirmed)
        return ERR_OK;
    if (a->code[0] == '\0') {
        log_error("demo: no activation code for %s", a->login);
        return ERR_NOTFOUND;
    }
    int rc = enrol(&t, account);
    if (rc != ERR_OK)
        return rc;
    demo_state_enter(state);
    a->confirmed = true;
    return demo_state_leave(state, true);
}
