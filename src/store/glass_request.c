/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements around sec.glass_request. Who may ask, see, give and refuse is decided in SQL. */
#include "store/glass_request.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[GLASS_REQUEST_STATEMENTS] = {
    [GLASS_REQUEST_MATERIAL] = {"glass_ask_material", "SELECT sec.glass_ask_material($1, $2)"},
    [GLASS_REQUEST_ASK] = {"glass_ask", "SELECT id, until FROM sec.glass_ask($1, $2, $3, $4)"},
    [GLASS_REQUEST_LIST] = {"glass_requests",
                            "SELECT id, account, login, name, org, org_name, case_id, unit_id, unit_name, reason, "
                            "state, asked_at, until, decided_by, decided_at, glass "
                            "FROM sec.glass_requests($1, $2, $3) LIMIT 21"},
    [GLASS_REQUEST_TICKET] = {"glass_give_ticket", "SELECT sec.glass_give_ticket($1)"},
    [GLASS_REQUEST_GIVE] = {"glass_give", "SELECT id, until FROM sec.glass_give($1, $2)"},
    [GLASS_REQUEST_CLOSE] = {"glass_request_close", "SELECT sec.glass_request_close($1)"},
};

const struct conn_group glass_request_statements = {stmts, GLASS_REQUEST_STATEMENTS};

void glass_request_material_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                                 const struct uuid *unit)
{
    conn_step_about(s, p, &stmts[GLASS_REQUEST_MATERIAL], case_id);
    param_uuid_or_null(p, unit);
}

void glass_request_ask_step(struct conn_step *s, struct param_list *p, const struct buf *grant,
                            const struct uuid *case_id, const struct uuid *unit, enum reason reason)
{
    conn_step_begin(s, p, &stmts[GLASS_REQUEST_ASK]);
    param_bytes(p, grant->data, grant->len);
    param_uuid(p, case_id);
    param_uuid_or_null(p, unit);
    param_str(p, reason_code(reason));
}

void glass_request_list_step(struct conn_step *s, struct param_list *p, const struct uuid *unit,
                             const struct page_cursor *after)
{
    conn_step_begin(s, p, &stmts[GLASS_REQUEST_LIST]);
    if (unit == NULL)
        param_null(p);
    else
        param_uuid(p, unit);
    param_cursor(p, after);
}

static void read_one(struct row *r, void *item)
{
    struct glass_request *out = item;

    row_uuid(r, &out->id);
    row_uuid(r, &out->account);
    row_copy(r, out->login, sizeof out->login);
    row_copy(r, out->name, sizeof out->name);
    row_uuid(r, &out->org);
    row_copy(r, out->org_name, sizeof out->org_name);
    row_uuid_or_nil(r, &out->case_id);
    row_uuid(r, &out->unit);
    row_copy(r, out->unit_name, sizeof out->unit_name);
    row_copy(r, out->reason, sizeof out->reason);
    row_copy(r, out->state, sizeof out->state);
    out->asked_us = row_time(r);
    out->until_us = row_time(r);
    row_uuid_or_nil(r, &out->decided_by);
    out->decided_us = row_time_or_none(r);
    row_uuid_or_nil(r, &out->glass);
}

int glass_request_read(const struct conn_step *s, struct glass_request out[GLASS_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_one, out, sizeof *out, GLASS_PAGE, n, more);
}

void glass_request_ticket_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[GLASS_REQUEST_TICKET], id);
}

void glass_request_give_step(struct conn_step *s, struct param_list *p, const struct uuid *id, const struct buf *boxes)
{
    conn_step_about(s, p, &stmts[GLASS_REQUEST_GIVE], id);
    param_bytes(p, boxes->data, boxes->len);
}

void glass_request_close_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[GLASS_REQUEST_CLOSE], id);
}
