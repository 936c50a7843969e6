/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading one case: row and bundle in one read-only round trip, then the vault. When SQL says no to the bundle (not
 * visible, no reason where one is needed) the whole pipeline is skipped and nothing was read. */
#include <string.h>

#include "app/opening.h"
#include "app/read_case.h"
#include "base/err.h"
#include "store/row.h"
#include "store/sealed.h"

#include "base/banned.h"

#define BUNDLE_MAX (1u << 20)
#define PLAIN_MAX (VAULT_PLAINTEXT + 1024)

static int fetch(struct service_desk *d, const struct tx_who *who, const struct uuid *id, enum reason reason,
                 struct case_file *file, struct buf *bundle, enum refusal *no)
{
    struct sealed_ref ref = {RECORD_CASE_FILE, *id, RECORD_IDENT, 0};
    struct param_list one;
    struct param_list params;
    struct conn_step steps[2];
    int rc;

    case_file_one_step(&steps[0], &one, id);
    sealed_fetch_step(&steps[1], &params, &ref, reason);
    rc = tx_once(d->db, who, steps, 2, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = case_file_read_one(&steps[0], file);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = row_take(&steps[1], bundle);
    conn_clear(steps, 2);
    return rc;
}

int read_case_do(struct service *s, const struct service_caller *c, const struct uuid *id, enum reason reason,
                 struct read_case_out *out, enum refusal *no)
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
    rc = fetch(&d, &who, id, reason, &out->file, &bundle, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = opening_do(&d, c, &bundle, &out->plain, &out->identity, 1, no);
    if (rc == ERR_NOTFOUND || (rc == ERR_OK && *no == REFUSAL_NOT_FOUND)) {
        *no = REFUSAL_NOT_FOUND;
        rc = opening_why_nothing(&d, &who, no);
    }
    return service_done(&d, c, rc, *no);
}

void read_case_release(struct read_case_out *out)
{
    buf_release(&out->plain);
    out->identity = (struct vault_bytes){0};
}
