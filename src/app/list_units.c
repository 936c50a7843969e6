/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers and people of one organisation come out of one transaction, but each statement sees its own instant: they may
 * differ by somebody who came in between. */
#include <stdlib.h>
#include <string.h>

#include "app/list_units.h"
#include "base/err.h"

#include "base/banned.h"

static int read_units(const struct conn_step *s, struct list_units_out *out)
{
    size_t rows = unit_rows(s);
    int rc = ERR_OK;

    if (rows > 0 && (out->item = calloc(rows, sizeof *out->item)) == NULL)
        return ERR_NOMEM;
    for (; out->n < rows && rc == ERR_OK; out->n++)
        rc = unit_read(s, out->n, &out->item[out->n]);
    return rc;
}

static int read_members(const struct conn_step *s, struct list_units_out *out)
{
    size_t rows = unit_rows(s);
    int rc = ERR_OK;

    if (rows > 0 && (out->member = calloc(rows, sizeof *out->member)) == NULL)
        return ERR_NOMEM;
    for (; out->members < rows && rc == ERR_OK; out->members++)
        rc = unit_read_member(s, out->members, &out->member[out->members]);
    return rc;
}

int list_units_do(struct service *s, const struct service_caller *c, struct list_units_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct conn_step step;
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    unit_list_step(&step);
    rc = tx_once(d.db, &who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = read_units(&step, out);
    conn_clear(&step, 1);
    return service_done(&d, c, rc, *no);
}

int list_units_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                   struct list_units_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct param_list one;
    struct param_list members;
    struct conn_step steps[2];
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    unit_one_step(&steps[0], &one, id);
    unit_members_step(&steps[1], &members, id);
    rc = tx_once(d.db, &who, steps, 2, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = read_units(&steps[0], out);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = read_members(&steps[1], out);
    conn_clear(steps, 2);
    if (rc == ERR_OK && *no == REFUSAL_NONE && out->n != 1)
        rc = ERR_INTERNAL;
    return service_done(&d, c, rc, *no);
}

void list_units_release(struct list_units_out *out)
{
    free(out->item);
    free(out->member);
    memset(out, 0, sizeof *out);
}
