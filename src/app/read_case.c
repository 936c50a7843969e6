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

enum { ROW, BUNDLE, STEPS };

static int take(const struct conn_step *steps, void *to, struct buf *bundle, size_t *brings)
{
    struct read_case_out *out = to;
    int rc = case_file_read_one(&steps[ROW], &out->file);

    *brings = 1;
    return rc == ERR_OK ? row_take(&steps[BUNDLE], bundle) : rc;
}

int read_case_do(struct service *s, const struct service_caller *c, const struct uuid *id, enum reason reason,
                 struct read_case_out *out, enum refusal *no)
{
    struct sealed_ref ref = {RECORD_CASE_FILE, *id, RECORD_IDENT, 0};
    struct tx_who who = service_who(s, c);
    struct param_list params[STEPS];
    struct conn_step steps[STEPS];
    struct service_desk d;
    int rc = service_desk_open(s, POOL_SEALED, &d);

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    case_file_one_step(&steps[ROW], &params[ROW], id);
    sealed_fetch_step(&steps[BUNDLE], &params[BUNDLE], &ref, reason);
    rc = opening_read(&d, c, &(struct opening){steps, STEPS, take, out, &out->plain, &out->identity}, no);
    if (rc == ERR_OK && *no == REFUSAL_NOT_FOUND)
        rc = opening_why_nothing(&d, &who, no);
    return service_done(&d, c, rc, *no);
}

void read_case_release(struct read_case_out *out)
{
    buf_release(&out->plain);
    out->identity = (struct vault_bytes){0};
}
