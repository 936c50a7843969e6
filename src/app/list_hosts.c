/* SPDX-License-Identifier: EUPL-1.2 */
/* A sheet is six statements in one transaction and one round trip; each sees its own instant, so a contact who came in
 * between may be there already. Row policies choose the rows, and whether civil status is among them. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/list_hosts.h"
#include "base/err.h"

#include "base/banned.h"

static int read_page(const struct conn_step *s, void *ctx)
{
    struct list_hosts_out *out = ctx;

    return host_read_list(s, out->item, &out->n, &out->more);
}

int list_hosts_do(struct service *s, const struct service_caller *c, const struct host_filter *f,
                  const struct page_cursor *after, struct list_hosts_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    *no = REFUSAL_NONE;
    *out = (struct list_hosts_out){.item = calloc(HOST_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    host_list_step(&step, &params, f, after);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

void list_hosts_release(struct list_hosts_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

static int read_sheet(const struct conn_step *s, void *ctx)
{
    struct list_hosts_sheet *out = ctx;
    int rc = host_read_one(&s[0], &out->host, &out->more);

    if (rc == ERR_OK)
        rc = site_read_list(&s[1], &out->site, &out->sites);
    if (rc == ERR_OK)
        rc = contact_read_list(&s[2], &out->contact, &out->contacts);
    if (rc == ERR_OK)
        rc = host_read_habilitations(&s[3], &out->habilitation, &out->habilitations);
    if (rc == ERR_OK)
        rc = host_read_procedures(&s[4], &out->procedure, &out->procedures);
    if (rc == ERR_OK)
        rc = absence_read_list(&s[5], &out->absence, &out->absences);
    return rc;
}

int list_hosts_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                   struct list_hosts_sheet *out, enum refusal *no)
{
    struct param_list params[6];
    struct conn_step steps[6];

    memset(out, 0, sizeof *out);
    host_one_step(&steps[0], &params[0], id);
    site_list_step(&steps[1], &params[1], id);
    contact_list_step(&steps[2], &params[2], id);
    host_habilitations_step(&steps[3], &params[3], id);
    host_procedures_step(&steps[4], &params[4], id);
    absence_of_host_step(&steps[5], &params[5], id);
    return asking_once(s, c, steps, 6, read_sheet, out, no);
}

void list_hosts_close(struct list_hosts_sheet *out)
{
    free(out->site);
    free(out->contact);
    free(out->absence);
    free(out->habilitation);
    free(out->procedure);
    memset(out, 0, sizeof *out);
}
