/* SPDX-License-Identifier: EUPL-1.2 */
/* Making an account. First trip: bind and what the organisation is. Second: the row, and the material for the vault.
 * Third: what the vault made, and the commit. A replay finds the account and gets no code. For a tutor a transaction of
 * its own then shares the host's secret; if that fails, the account is there and the sharing can be repeated. */
#include <string.h>

#include "app/create_user.h"
#include "app/inviting.h"
#include "base/err.h"
#include "base/secret.h"
#include "store/row.h"
#include "store/user.h"

#include "base/banned.h"

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct create_user_in *in;
    struct create_user_out *out;
    unsigned char key[32];
    unsigned char digest[32];
};

bool create_user_login_fits(const char *s, size_t n)
{
    static const char set[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";

    if (n < 2 || n > 63 || strchr("._-", s[0]) != NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        if (s[i] == '\0' || strchr(set, s[i]) == NULL)
            return false;
    return true;
}

bool create_user_name_fits(const char *s, size_t n)
{
    static const char *const blanks[] = {" ", "\u00a0", "\u1680", "\u3000"};

    for (size_t i = 0; i < n;) {
        size_t skip = 0;

        for (size_t k = 0; k < sizeof blanks / sizeof blanks[0] && skip == 0; k++)
            if (n - i >= strlen(blanks[k]) && memcmp(s + i, blanks[k], strlen(blanks[k])) == 0)
                skip = strlen(blanks[k]);
        /* U+2000 to U+207F are blanks and marks, nothing to be called by */
        if (skip == 0 && n - i >= 3 && (unsigned char)s[i] == 0xe2 && ((unsigned char)s[i + 1] & 0xfe) == 0x80)
            skip = 3;
        if (skip == 0)
            return true;
        i += skip;
    }
    return false;
}

/* Is the role one of that organisation's? */
static int check(struct tx *t, struct work *w)
{
    enum organisation_kind kind;
    struct param_list params;
    struct conn_step step;
    int rc;

    user_organisation_step(&step, &params, &w->in->org);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = user_read_organisation(&step, &kind);
    conn_clear(&step, 1);
    if (rc != ERR_OK)
        return rc;
    if (kind == ORGANISATION_NONE)
        return tx_refuse(t, REFUSAL_NOT_FOUND);
    return organisation_has(kind, w->in->role) ? ERR_OK : tx_refuse(t, REFUSAL_ROLE_UNFIT);
}

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct user_new fresh = {w->in->login, w->in->name, w->in->role, w->in->org, w->key, w->digest};
    struct buf material SCOPED_BUF;
    struct param_list params;
    struct conn_step step;
    int rc = check(t, w);

    if (rc != ERR_OK)
        return rc;
    buf_init(&material, ACTING_MATERIAL);
    user_new_step(&step, &params, &fresh);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = user_read_new(&step, &w->out->id, &w->out->replayed, &material);
    conn_clear(&step, 1);
    if (rc != ERR_OK || w->out->replayed)
        return rc;
    return inviting_seal(w->desk, w->caller, t, &w->out->id, &material, &w->out->code);
}

int create_user_do(struct service *s, const struct service_caller *c, const struct create_user_in *in,
                   struct create_user_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .in = in, .out = out};
    char text[UUID_TEXT + 1];
    int rc;

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    uuid_format(&in->key, text);
    secret_hash(w.key, sizeof w.key, NULL, 0, text, UUID_TEXT);
    secret_hash(w.digest, sizeof w.digest, in->key.b, sizeof in->key.b, in->request.p, in->request.n);
    rc = service_desk_open(s, POOL_SEALED, &d);
    if (rc != ERR_OK)
        return rc;
    rc = acting_judge(tx_run(d.db, &who, run, &w, no), no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && !out->replayed)
        inviting_share(&d, c, &out->id);
    else
        secret_wipe(&out->code, sizeof out->code);
    return service_done(&d, c, rc, *no);
}

struct again {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct uuid *account;
    struct acting_code *code;
};

static int run_again(struct tx *t, void *ctx)
{
    struct again *w = ctx;
    struct buf material SCOPED_BUF;
    struct param_list params;
    struct conn_step ticket;
    int rc;

    buf_init(&material, ACTING_MATERIAL);
    act_again_step(&ticket, &params, w->account);
    rc = tx_steps(t, &ticket, 1, false);
    if (rc == ERR_OK)
        rc = row_take(&ticket, &material);
    conn_clear(&ticket, 1);
    return rc == ERR_OK ? inviting_seal(w->desk, w->caller, t, w->account, &material, w->code) : rc;
}

int create_user_again(struct service *s, const struct service_caller *c, const struct uuid *account,
                      struct acting_code *code, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    struct again w = {.desk = &d, .caller = c, .account = account, .code = code};
    int rc = service_desk_open(s, POOL_SEALED, &d);

    memset(code, 0, sizeof *code);
    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = acting_judge(tx_run(d.db, &who, run_again, &w, no), no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        inviting_share(&d, c, account);
    else
        secret_wipe(code, sizeof *code);
    return service_done(&d, c, rc, *no);
}
