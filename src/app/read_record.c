/* SPDX-License-Identifier: EUPL-1.2 */
/* Version and bundle in one read-only round trip, then the vault. What SQL refuses (not visible, no reason where one is
 * needed: JUSTICE always) was not read at all. */
#include <string.h>

#include "app/opening.h"
#include "app/read_record.h"
#include "base/err.h"
#include "store/sealed.h"

#include "base/banned.h"

#define BUNDLE_MAX (1u << 20)
#define PLAIN_MAX (VAULT_PLAINTEXT + 1024)

static int fetch(struct service_desk *d, const struct tx_who *who, const struct read_record_in *in, int32_t *version,
                 struct buf *bundle, enum refusal *no)
{
    struct sealed_ref ref = {in->table, in->row, in->compartment, 0};
    struct param_list params;
    struct conn_step step;
    int rc;

    sealed_one_step(&step, &params, &ref, in->reason);
    rc = tx_once(d->db, who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = sealed_read_one(&step, version, bundle);
    conn_clear(&step, 1);
    if (rc == ERR_NOTFOUND) {
        *no = REFUSAL_NOT_FOUND;
        rc = ERR_OK;
    }
    return rc;
}

int read_record_do(struct service *s, const struct service_caller *c, const struct read_record_in *in,
                   struct read_record_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct buf bundle SCOPED_BUF;
    struct service_desk d;
    int rc;

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    buf_init(&bundle, BUNDLE_MAX);
    buf_init_secret(&out->plain, PLAIN_MAX);
    rc = service_desk_open(s, POOL_SEALED, &d);
    if (rc != ERR_OK)
        return rc;
    rc = fetch(&d, &who, in, &out->version, &bundle, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && out->version > 0)
        rc = opening_do(&d, c, &bundle, &out->plain, &out->record, 1, no);
    return service_done(&d, c, rc, *no);
}

void read_record_release(struct read_record_out *out)
{
    buf_release(&out->plain);
    out->record = (struct vault_bytes){0};
}
