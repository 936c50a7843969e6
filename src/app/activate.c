/* SPDX-License-Identifier: EUPL-1.2 */
/* Both steps of an activation run over the same path as a sign-in: one opaque record out of the database (a decoy
 * when there is no such login), everything checked in the vault, one refusal for all reasons. They work in the lane
 * of the sign-ins, as they cost as much. */
#include <string.h>

#include "app/activate.h"
#include "app/sign_in.h"
#include "base/clock.h"
#include "base/err.h"
#include "store/account.h"
#include "store/session.h"

#include "base/banned.h"

#define HASH_MS 20000

struct step {
    struct service_desk desk;
    struct buf record;
    const char *claimed;
    char login[SIGN_IN_LOGIN + 1];
    int vault;
};

static struct vault_bytes text(const char *s)
{
    return (struct vault_bytes){s, strlen(s)};
}

/* The brake's leave, a desk, the record of the login, and the vault. */
static int begin(struct service *s, const struct activate_in *in, struct step *st, enum refusal *no)
{
    int rc;

    *no = REFUSAL_NONE;
    memset(st, 0, sizeof *st);
    buf_init(&st->record, VAULT_RECORD);
    if (sign_in_fold(in->login, in->login_n, st->login) != ERR_OK) {
        *no = REFUSAL_ACTIVATION;
        return ERR_OK;
    }
    if (!brake_take(service_brake(s), in->claimed, st->login, clock_mono_ms())) {
        *no = REFUSAL_ATTEMPTS;
        return ERR_OK;
    }
    st->claimed = in->claimed;
    rc = service_desk_open(s, POOL_SIGN_IN, &st->desk);
    if (rc == ERR_OK)
        rc = session_material(st->desk.db, st->login, strlen(st->login), &st->record);
    if (rc == ERR_OK)
        rc = service_vault(&st->desk, &st->vault);
    return rc;
}

/* Whoever is told that a password is weak had the code. */
static int end(struct service *s, struct step *st, int rc, enum refusal no)
{
    bool proved = no == REFUSAL_NONE || no == REFUSAL_PASSWORD_WEAK;

    buf_release(&st->record);
    if (st->desk.service != NULL)
        service_desk_close(&st->desk);
    if (st->claimed != NULL)
        brake_end(service_brake(s), st->claimed, st->login,
                  rc != ERR_OK ? BRAKE_UNTRIED : proved ? BRAKE_PROVED : BRAKE_FAILED);
    return rc;
}

static struct vault_attempt attempt(const struct step *st, const struct activate_in *in)
{
    return (struct vault_attempt){.login = text(st->login), .record = {st->record.data, st->record.len},
                                  .opener = in->code, .otp = in->otp, .password = in->password, .offer = in->offer,
                                  .claimed = text(in->claimed)};
}

/* What the vault said, as a refusal where it is one. */
static int judge(struct step *st, int rc, enum refusal *no)
{
    service_vault_end(&st->desk, rc);
    if (rc != ERR_DENIED && rc != ERR_CEILING)
        return rc;
    *no = REFUSAL_ACTIVATION;
    return ERR_OK;
}

int activate_enrol(struct service *s, const struct activate_in *in, struct buf *totp_secret, struct buf *offer,
                   enum refusal *no)
{
    struct step st;
    int rc = begin(s, in, &st, no);

    if (rc == ERR_OK && *no == REFUSAL_NONE) {
        struct vault_attempt a = attempt(&st, in);

        rc = vault_enrol(st.vault, &a, totp_secret, offer, clock_mono_ms() + HASH_MS);
        rc = judge(&st, rc, no);
        if (rc == ERR_OK && *no == REFUSAL_NONE && totp_secret->len == 0)
            *no = REFUSAL_PASSWORD_WEAK;
    }
    return end(s, &st, rc, *no);
}

int activate_confirm(struct service *s, const struct activate_in *in, enum refusal *no)
{
    struct buf grant SCOPED_BUF;
    struct buf record SCOPED_BUF;
    struct step st;
    int rc = begin(s, in, &st, no);

    buf_init(&grant, 4096);
    buf_init(&record, VAULT_RECORD);
    if (rc == ERR_OK && *no == REFUSAL_NONE) {
        struct vault_attempt a = attempt(&st, in);

        rc = vault_confirm(st.vault, &a, &grant, &record, clock_mono_ms() + HASH_MS);
        rc = judge(&st, rc, no);
    }
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = account_enrol(st.desk.db, &grant, &record, no);
    return end(s, &st, rc, *no);
}
