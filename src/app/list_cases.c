/* SPDX-License-Identifier: EUPL-1.2 */
/* The caseload page, the busiest reading of the service: one pipeline to the database (rows and bundle in one
 * statement), one call to the vault, one receipt from the log. An identity whose envelope is not what was sealed
 * does not stop the page: the row says so. */
#include <string.h>

#include "app/list_cases.h"
#include "app/opening.h"
#include "base/err.h"

#include "base/banned.h"

#define BUNDLE_MAX (4u << 20)

static int fetch(struct service_desk *d, const struct tx_who *who, const struct page_cursor *after,
                 struct list_cases_out *out, struct buf *bundle, enum refusal *no)
{
    struct case_file files[CASE_FILE_PAGE];
    struct param_list params;
    struct conn_step step;
    int rc;

    case_file_page_step(&step, &params, after);
    rc = tx_once(d->db, who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = case_file_read_page(&step, files, &out->n, &out->more, bundle);
    conn_clear(&step, 1);
    if (rc != ERR_OK || *no != REFUSAL_NONE)
        out->n = 0;
    for (size_t i = 0; i < out->n; i++)
        out->item[i].file = files[i];
    return rc;
}

static int open_all(struct service_desk *d, const struct service_caller *c, struct list_cases_out *out,
                    const struct buf *bundle, enum refusal *no)
{
    struct vault_bytes plain[CASE_FILE_PAGE] = {{0}};
    size_t sealed = 0;
    int rc;

    for (size_t i = 0; i < out->n; i++)
        sealed += out->item[i].file.ident_version > 0 ? 1 : 0;
    if (sealed == 0)
        return ERR_OK;
    rc = opening_do(d, c, bundle, &out->plain, plain, sealed, no);
    if (rc != ERR_OK || *no != REFUSAL_NONE)
        return rc;
    for (size_t i = 0, k = 0; i < out->n; i++)
        if (out->item[i].file.ident_version > 0)
            out->item[i].identity = plain[k++];
    return ERR_OK;
}

int list_cases_do(struct service *s, const struct service_caller *c, const struct page_cursor *after,
                  struct list_cases_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct buf bundle SCOPED_BUF;
    struct service_desk d;
    int rc;

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    buf_init(&bundle, BUNDLE_MAX);
    buf_init_secret(&out->plain, BUNDLE_MAX);
    rc = service_desk_open(s, POOL_SEALED, &d);
    if (rc != ERR_OK)
        return rc;
    rc = fetch(&d, &who, after, out, &bundle, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = open_all(&d, c, out, &bundle, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && out->n == 0)
        rc = opening_why_nothing(&d, &who, no);
    return service_done(&d, c, rc, *no);
}

void list_cases_release(struct list_cases_out *out)
{
    buf_release(&out->plain);
    out->n = 0;
}
