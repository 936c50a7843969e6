/* SPDX-License-Identifier: EUPL-1.2 */
/* One round trip for the dates and the bundle, then the vault, which has its receipt before it opens. An identity that
 * is not what was sealed proves no age, so the measure stays a draft. */
#include "app/minor_ages.h"
#include "app/opening.h"
#include "base/err.h"
#include "store/ages.h"

#include "base/banned.h"

#define BUNDLE_MAX (1u << 20)
#define PLAIN_MAX (VAULT_PLAINTEXT + 1024)

static int fetch(struct service_desk *d, const struct tx_who *who, const struct uuid *measure, struct ages *ages,
                 struct buf *bundle, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    int rc;

    ages_step(&step, &params, measure);
    rc = tx_once(d->db, who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = ages_read(&step, ages, bundle);
    conn_clear(&step, 1);
    if (rc == ERR_NOTFOUND) {
        *no = REFUSAL_NOT_FOUND;
        rc = ERR_OK;
    }
    return rc;
}

static int judge(struct service_desk *d, const struct service_caller *c, const struct ages *ages,
                 const struct buf *bundle, minor_ages_birth birth_of, enum refusal *no)
{
    struct vault_bytes identity = {0};
    struct buf plain SCOPED_BUF;
    struct day birth;
    int rc = ERR_OK;

    buf_init_secret(&plain, PLAIN_MAX);
    if (ages->identified)
        rc = opening_do(d, c, bundle, &plain, &identity, 1, no);
    if (rc != ERR_OK || *no != REFUSAL_NONE)
        return rc;
    if (identity.p == NULL || !birth_of(identity.p, identity.n, &birth))
        *no = REFUSAL_INCOMPLETE;
    else if (!age_allows(&birth, &ages->facts, &ages->judged, &ages->least))
        *no = REFUSAL_RULE;
    return ERR_OK;
}

int minor_ages_check(struct service *s, const struct service_caller *c, const struct uuid *measure,
                     minor_ages_birth birth, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct buf bundle SCOPED_BUF;
    struct service_desk d;
    struct ages ages = {0};
    int rc;

    *no = REFUSAL_NONE;
    buf_init(&bundle, BUNDLE_MAX);
    rc = service_desk_open(s, POOL_SEALED, &d);
    if (rc != ERR_OK)
        return rc;
    rc = fetch(&d, &who, measure, &ages, &bundle, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && ages.asked)
        rc = judge(&d, c, &ages, &bundle, birth, no);
    return service_done(&d, c, rc, *no);
}
