/* SPDX-License-Identifier: EUPL-1.2 */
/* The sign-in: material from the database (a decoy for an unknown login), password and code to the vault, its grant
 * back to the database, which opens the session, and the boxes of the account through the vault into the key blob of
 * the session. Every refusal on the way is the same refusal. An answer that gets lost costs the person one more
 * one-time code and leaves a session that nobody holds and that ends by itself. */
#include <string.h>

#include "app/sign_in.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

#define HASH_MS 20000 /* the vault hashes few passwords at a time: a storm waits in its line */
#define VAULT_MS 10000

int sign_in_fold(const char *login, size_t n, char out[SIGN_IN_LOGIN + 1])
{
    if (n == 0 || n > SIGN_IN_LOGIN)
        return ERR_LIMIT;
    for (size_t i = 0; i < n; i++)
        out[i] = (char)(login[i] >= 'A' && login[i] <= 'Z' ? login[i] - 'A' + 'a' : login[i]);
    out[n] = '\0';
    return ERR_OK;
}

/* Password and code against the record: token, grant and key blob when they fit. */
static int prove(struct service_desk *d, const struct sign_in_in *in, const char *login, struct sign_in_out *out,
                 struct buf *grant, struct buf *blob, enum refusal *no)
{
    struct vault_attempt a = {.login = {login, strlen(login)}, .opener = in->password, .otp = in->otp,
                              .claimed = {in->claimed, strlen(in->claimed)}};
    struct buf record SCOPED_BUF;
    int fd;
    int rc;

    buf_init(&record, VAULT_RECORD);
    rc = session_material(d->db, login, strlen(login), &record);
    if (rc == ERR_OK)
        rc = service_vault(d, &fd);
    if (rc != ERR_OK)
        return rc;
    a.record = (struct vault_bytes){record.data, record.len};
    rc = vault_sign_in(fd, &a, out->token, grant, blob, clock_mono_ms() + HASH_MS);
    service_vault_end(d, rc);
    if (rc == ERR_DENIED || rc == ERR_CEILING) {
        *no = REFUSAL_SIGN_IN;
        return ERR_OK;
    }
    return rc;
}

/* The boxes of the account into the key blob of the session. */
static int unlock(struct service_desk *d, struct sign_in_out *out, const struct buf *blob, const struct buf *boxes,
                  enum refusal *no)
{
    struct buf keys SCOPED_BUF;
    struct tx_who who = {0};
    unsigned char session[32];
    uint8_t unopened = 0;
    int fd;
    int rc = service_vault(d, &fd);

    buf_init_secret(&keys, 65535);
    if (rc == ERR_OK) {
        rc = vault_unlock(fd, out->token, (struct vault_bytes){blob->data, blob->len},
                          (struct vault_bytes){boxes->data, boxes->len}, &keys, &unopened, clock_mono_ms() + VAULT_MS);
        service_vault_end(d, rc);
    }
    if (rc != ERR_OK)
        return rc;
    out->unopened = unopened;
    secret_session_id(session, out->token);
    who.session = session;
    rc = session_keep_keys(d->db, &who, &keys, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        seen_put(service_seen(d->service), session, out->who.role, clock_mono_ms());
    return rc;
}

static int try(struct service *s, const struct sign_in_in *in, const char *login, struct sign_in_out *out,
               enum refusal *no)
{
    struct buf grant SCOPED_BUF;
    struct buf blob SCOPED_BUF;
    struct buf boxes SCOPED_BUF;
    struct service_desk d;
    int rc;

    buf_init(&grant, 4096);
    buf_init_secret(&blob, 65535);
    buf_init(&boxes, 1u << 20);
    rc = service_desk_open(s, POOL_SIGN_IN, &d);
    if (rc != ERR_OK)
        return rc;
    rc = prove(&d, in, login, out, &grant, &blob, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = session_open(d.db, &grant, in->claimed, &out->who, &boxes, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = unlock(&d, out, &blob, &boxes, no);
    service_desk_close(&d);
    return rc;
}

int sign_in_do(struct service *s, const struct sign_in_in *in, struct sign_in_out *out, enum refusal *no)
{
    char login[SIGN_IN_LOGIN + 1];
    int rc;

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    if (sign_in_fold(in->login, in->login_n, login) != ERR_OK) {
        *no = REFUSAL_SIGN_IN;
        return ERR_OK;
    }
    if (!brake_take(service_brake(s), in->claimed, login, clock_mono_ms())) {
        *no = REFUSAL_ATTEMPTS;
        return ERR_OK;
    }
    rc = try(s, in, login, out, no);
    brake_end(service_brake(s), in->claimed, login,
              rc != ERR_OK ? BRAKE_UNTRIED : *no == REFUSAL_NONE ? BRAKE_PROVED : BRAKE_FAILED);
    if (rc != ERR_OK || *no != REFUSAL_NONE)
        secret_wipe(out, sizeof *out);
    return rc;
}
