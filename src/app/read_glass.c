/* SPDX-License-Identifier: EUPL-1.2 */
/* One record of the case like any other: a bundle out of the database, then the vault, whose entry says who read it. */
#include "app/opening.h"
#include "app/read_glass.h"
#include "base/err.h"
#include "store/row.h"
#include "store/sealed.h"

#include "base/banned.h"

#define BUNDLE_MAX (1u << 20)
#define PLAIN_MAX (VAULT_PLAINTEXT + 1024)

static int fetch(struct service_desk *d, const struct tx_who *who, const struct uuid *id, enum reason reason,
                 struct buf *bundle, enum refusal *no)
{
    struct sealed_ref ref = {RECORD_GLASS, *id, RECORD_JUSTICE, 0};
    struct param_list params;
    struct conn_step step;
    int rc;

    sealed_fetch_step(&step, &params, &ref, reason);
    rc = tx_once(d->db, who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = row_take(&step, bundle);
    conn_clear(&step, 1);
    return rc;
}

int read_glass_do(struct service *s, const struct service_caller *c, const struct uuid *id, enum reason reason,
                  struct read_glass_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct buf bundle SCOPED_BUF;
    struct service_desk d;
    int rc;

    *no = REFUSAL_NONE;
    *out = (struct read_glass_out){0};
    buf_init(&bundle, BUNDLE_MAX);
    buf_init_secret(&out->plain, PLAIN_MAX);
    rc = service_desk_open(s, POOL_SEALED, &d);
    if (rc != ERR_OK)
        return rc;
    rc = fetch(&d, &who, id, reason, &bundle, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = opening_do(&d, c, &bundle, &out->plain, &out->text, 1, no);
    return service_done(&d, c, rc, *no);
}

void read_glass_release(struct read_glass_out *out)
{
    buf_release(&out->plain);
    out->text = (struct vault_bytes){0};
}
