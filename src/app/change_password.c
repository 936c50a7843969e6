/* SPDX-License-Identifier: EUPL-1.2 */
/* The way of a sign-in, for a person who is known: her record out of the database, everything checked in the vault and
 * counted like an attempt to sign in, a grant and a new record back. A lost answer costs nothing: either password tells
 * which one holds. */
#include <string.h>

#include "app/change_password.h"
#include "base/clock.h"
#include "base/err.h"
#include "store/account.h"
#include "store/session.h"
#include "wire/people_msg.h"

#include "base/banned.h"

#define HASH_MS 20000

static struct vault_bytes text(const char *s)
{
    return (struct vault_bytes){s, strlen(s)};
}

/* Grant and new record, when all fits. */
static int prove(struct service_desk *d, const struct service_caller *c, const struct change_password_in *in,
                 const char *login, struct buf *grant, struct buf *fresh, enum refusal *no)
{
    struct vault_attempt a = {.login = text(login), .opener = in->current, .otp = in->otp, .password = in->password,
                              .claimed = text(c->claimed)};
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
    rc = people_password(fd, &a, grant, fresh, clock_mono_ms() + HASH_MS);
    service_vault_end(d, rc);
    if (rc == ERR_DENIED || rc == ERR_CEILING) {
        *no = REFUSAL_PASSWORD_CURRENT;
        return ERR_OK;
    }
    if (rc == ERR_OK && fresh->len == 0)
        *no = REFUSAL_PASSWORD_WEAK;
    return rc;
}

int change_password_do(struct service *s, const struct service_caller *c, const struct change_password_in *in,
                       enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct buf grant SCOPED_BUF;
    struct buf fresh SCOPED_BUF;
    struct session_info me;
    struct service_desk d;
    int rc = service_desk_open(s, POOL_SEALED, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    buf_init(&grant, VAULT_GRANT);
    buf_init(&fresh, VAULT_RECORD);
    rc = session_whoami(d.db, &who, &me, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = prove(&d, c, in, me.login, &grant, &fresh, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = account_password(d.db, &who, &grant, &fresh, no);
    return service_done(&d, c, rc, *no);
}
