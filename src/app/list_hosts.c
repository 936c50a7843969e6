/* SPDX-License-Identifier: EUPL-1.2 */
/* A sheet is six statements in one transaction and one round trip; each sees its own instant, so a contact who came in
 * between may be there already. Row policies choose the rows, and whether civil status is among them. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/list_hosts.h"
#include "base/err.h"
#include "store/row.h"

#include "base/banned.h"

static int read_page(const struct conn_step *s, void *ctx)
{
    struct list_hosts_out *out = ctx;
    int rc = ERR_OK;

    row_page(s->result, HOST_PAGE, &out->n, &out->more);
    for (size_t i = 0; i < out->n && rc == ERR_OK; i++)
        rc = host_read(s, i, &out->item[i], NULL);
    return rc;
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

/* Room for all rows of a step; *n of them are to be read. */
static int room(const struct conn_step *s, size_t size, void **list, size_t *n)
{
    *n = (size_t)row_count(s->result);
    *list = *n == 0 ? NULL : calloc(*n, size);
    return *n > 0 && *list == NULL ? ERR_NOMEM : ERR_OK;
}

#define READ_ALL(step, out, list, count, read) \
    do { \
        rc = room(step, sizeof *(out)->list, (void **)&(out)->list, &(out)->count); \
        for (size_t i = 0; rc == ERR_OK && i < (out)->count; i++) \
            rc = read(step, i, &(out)->list[i]); \
        if (rc != ERR_OK) \
            return rc; \
    } while (0)

static int read_sheet(const struct conn_step *s, void *ctx)
{
    struct list_hosts_sheet *out = ctx;
    int rc;

    if (row_count(s[0].result) == 0)
        return ERR_NOTFOUND;
    rc = host_read(&s[0], 0, &out->host, &out->more);
    if (rc != ERR_OK)
        return rc;
    READ_ALL(&s[1], out, site, sites, site_read);
    READ_ALL(&s[2], out, contact, contacts, contact_read);
    READ_ALL(&s[3], out, habilitation, habilitations, host_read_habilitation);
    READ_ALL(&s[4], out, procedure, procedures, host_read_procedure);
    READ_ALL(&s[5], out, absence, absences, absence_read);
    return ERR_OK;
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
