/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements around the requests to officers. Who may see and ask is decided in the functions of sec; a page is cut out
 * of what they give, by instant and id. */

#include "base/err.h"
#include "store/request.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[REQUEST_STATEMENTS] = {
    [REQUEST_ASK_MEMBER] = {"member_ask", "SELECT sec.member_ask($1, $2, $3)"},
    [REQUEST_ASK_RESET] = {"reset_ask", "SELECT sec.reset_ask($1)"},
    [REQUEST_LIST] = {"requests", "SELECT id, kind, state, org_id, account, login, name, asked_at, asked_by, "
                                  "endorsed_by, decided_by, decided_at FROM sec.requests($1) "
                                  "WHERE $2::timestamptz IS NULL OR (asked_at, id) < ($2::timestamptz, $3::uuid) "
                                  "ORDER BY asked_at DESC, id DESC LIMIT 51"},
    [REQUEST_IS_MINE] = {"request_is_mine", "SELECT EXISTS (SELECT FROM sec.requests(NULL) WHERE id = $1 AND "
                                            "state = 'open' AND endorsed_by = (SELECT (sec.me()).account))"},
    [REQUEST_CLOSE] = {"request_close", "SELECT sec.request_close($1)"},
};

const struct conn_group request_statements = {stmts, REQUEST_STATEMENTS};

void request_ask_member_step(struct conn_step *s, struct param_list *p, const struct uuid *org,
                             const struct uuid *account, bool officer)
{
    conn_step_about(s, p, &stmts[REQUEST_ASK_MEMBER], org);
    param_uuid(p, account);
    param_bool(p, officer);
}

void request_ask_reset_step(struct conn_step *s, struct param_list *p, const struct uuid *account)
{
    conn_step_about(s, p, &stmts[REQUEST_ASK_RESET], account);
}

int request_read_id(const struct conn_step *s, struct uuid *id)
{
    struct row r;

    row_init(&r, s->result, 0);
    row_uuid(&r, id);
    return row_end(&r);
}

static void read_request(struct row *r, void *item)
{
    struct request *out = item;

    row_uuid(r, &out->id);
    row_copy(r, out->kind, sizeof out->kind);
    row_copy(r, out->state, sizeof out->state);
    row_uuid(r, &out->org);
    row_uuid(r, &out->account);
    row_copy(r, out->login, sizeof out->login);
    row_copy(r, out->name, sizeof out->name);
    out->asked_us = row_time(r);
    row_uuid(r, &out->asked_by);
    row_uuid_or_nil(r, &out->endorsed_by);
    row_uuid_or_nil(r, &out->decided_by);
    out->decided_us = row_time_or_none(r);
}

void request_list_step(struct conn_step *s, struct param_list *p, const struct uuid *org,
                       const struct page_cursor *after)
{
    conn_step_begin(s, p, &stmts[REQUEST_LIST]);
    if (org == NULL)
        param_null(p);
    else
        param_uuid(p, org);
    param_cursor(p, after);
}

int request_read_list(const struct conn_step *s, struct request out[REQUEST_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_request, out, sizeof *out, REQUEST_PAGE, n, more);
}

int request_is_mine(struct conn *c, const struct tx_who *who, const struct uuid *id, bool *mine, enum refusal *no)
{
    struct param_list p;
    struct conn_step s;
    struct row r;
    int rc;

    *mine = false;
    conn_step_begin(&s, &p, &stmts[REQUEST_IS_MINE]);
    param_uuid(&p, id);
    rc = tx_once(c, who, &s, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE) {
        row_init(&r, s.result, 0);
        *mine = row_bool(&r);
        rc = row_end(&r);
    }
    conn_clear(&s, 1);
    return rc;
}

void request_close_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[REQUEST_CLOSE], id);
}
