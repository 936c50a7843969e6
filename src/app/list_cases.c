/* SPDX-License-Identifier: EUPL-1.2 */
/* The caseload page, the busiest reading of the service: one pipeline to the database (rows and bundle in one
 * statement), one call to the vault, one receipt from the log. An identity whose envelope is not what was sealed
 * does not stop the page: the row says so. */
#include <string.h>

#include "app/list_cases.h"
#include "app/opening.h"
#include "base/err.h"

#include "base/banned.h"

static int take(const struct conn_step *step, void *to, struct buf *bundle, size_t *brings)
{
    struct case_file files[CASE_FILE_PAGE];
    struct list_cases_out *out = to;
    int rc = case_file_read_page(step, files, &out->n, &out->more, bundle);

    if (rc != ERR_OK)
        out->n = 0;
    for (size_t i = 0; i < out->n; i++) {
        out->item[i].file = files[i];
        *brings += files[i].ident_version > 0 ? 1 : 0;
    }
    return rc;
}

int list_cases_do(struct service *s, const struct service_caller *c, const struct page_cursor *after,
                  struct list_cases_out *out, enum refusal *no)
{
    struct vault_bytes plain[CASE_FILE_PAGE] = {{0}};
    struct tx_who who = service_who(s, c);
    struct param_list params;
    struct conn_step step;
    struct service_desk d;
    int rc = service_desk_open(s, POOL_SEALED, &d);

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    case_file_page_step(&step, &params, after);
    rc = opening_read(&d, c, &(struct opening){&step, 1, take, out, &out->plain, plain}, no);
    for (size_t i = 0, k = 0; i < out->n; i++)
        if (out->item[i].file.ident_version > 0)
            out->item[i].identity = plain[k++];
    if (rc == ERR_OK && *no == REFUSAL_NONE && out->n == 0)
        rc = opening_why_nothing(&d, &who, no);
    return service_done(&d, c, rc, *no);
}

void list_cases_release(struct list_cases_out *out)
{
    buf_release(&out->plain);
    out->n = 0;
}
