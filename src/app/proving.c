/* SPDX-License-Identifier: EUPL-1.2 */
/* May she, and the material, in a transaction of its own; then the vault, which checks the code and counts it as an
 * attempt to sign in. The grant that it gives is taken once by the database. */
#include <string.h>

#include "app/proving.h"
#include "base/clock.h"
#include "base/err.h"
#include "store/row.h"
#include "wire/people_msg.h"

#include "base/banned.h"

#define VAULT_MS 10000
#define MATERIAL_MAX 65536

static int prove(struct service_desk *d, const struct service_caller *c, const struct buf *material,
                 struct vault_bytes otp, struct buf *grant, enum refusal *no)
{
    int fd;
    int rc = service_vault(d, &fd);

    if (rc != ERR_OK)
        return rc;
    rc = people_glass(fd, c->token, (struct vault_bytes){material->data, material->len}, otp,
                      (struct vault_bytes){c->claimed, strlen(c->claimed)}, grant, clock_mono_ms() + VAULT_MS);
    service_vault_end(d, rc);
    if (rc != ERR_DENIED && rc != ERR_CEILING)
        return rc;
    *no = REFUSAL_SECOND_FACTOR;
    return ERR_OK;
}

int proving_do(struct service_desk *d, const struct service_caller *c, struct conn_step *material,
               struct vault_bytes otp, struct buf *grant, enum refusal *no)
{
    struct tx_who who = service_who(d->service, c);
    struct buf asked SCOPED_BUF;
    int rc;

    buf_init(&asked, MATERIAL_MAX);
    buf_init(grant, VAULT_GRANT);
    rc = tx_once(d->db, &who, material, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = row_take(material, &asked);
    conn_clear(material, 1);
    return rc == ERR_OK && *no == REFUSAL_NONE ? prove(d, c, &asked, otp, grant, no) : rc;
}

void proving_judge(enum refusal *no)
{
    if (*no == REFUSAL_SIGN_IN) /* one SQLSTATE for every refused grant */
        *no = REFUSAL_SECOND_FACTOR;
}
