/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements around sec.glass. Who may, for which case and how long is decided in SQL, where the grant of the vault is
 * checked too. */
#include "store/glass.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[GLASS_STATEMENTS] = {
    [GLASS_MATERIAL] = {"glass_material", "SELECT sec.glass_material($1)"},
    [GLASS_BREAK] = {"break_glass", "SELECT id, until FROM sec.break_glass($1, $2, $3)"},
    [GLASS_END] = {"glass_end", "SELECT sec.glass_end($1)"},
    [GLASS_OWN_LIST] = {"glass_own", "SELECT id, case_id, reason, at, until FROM sec.glass_own() LIMIT 64"},
    [GLASS_OF_UNIT] = {"glass_of", "SELECT id, case_id, reason, at, until, account, login, name, ended_at, told "
                                   "FROM sec.glass_of($1, $2, $3) LIMIT 21"},
};

const struct conn_group glass_statements = {stmts, GLASS_STATEMENTS};

void glass_material_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id)
{
    conn_step_about(s, p, &stmts[GLASS_MATERIAL], case_id);
}

void glass_break_step(struct conn_step *s, struct param_list *p, const struct buf *grant, const struct uuid *case_id,
                      enum reason reason)
{
    conn_step_begin(s, p, &stmts[GLASS_BREAK]);
    param_bytes(p, grant->data, grant->len);
    param_uuid(p, case_id);
    param_str(p, reason_code(reason));
}

int glass_broken(const struct conn_step *s, struct uuid *id, int64_t *until_us)
{
    struct row r;

    row_init(&r, s->result, 0);
    row_uuid(&r, id);
    *until_us = row_time(&r);
    return row_end(&r);
}

void glass_end_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id)
{
    conn_step_about(s, p, &stmts[GLASS_END], case_id);
}

static void read_glass(struct row *r, void *item)
{
    struct glass *out = item;

    row_uuid(r, &out->id);
    row_uuid(r, &out->case_id);
    row_copy(r, out->reason, sizeof out->reason);
    out->at_us = row_time(r);
    out->until_us = row_time(r);
}

void glass_own_step(struct conn_step *s)
{
    conn_step_begin(s, NULL, &stmts[GLASS_OWN_LIST]);
}

int glass_read_own(const struct conn_step *s, struct glass out[GLASS_OWN], size_t *n)
{
    return rows_read(s, read_glass, out, sizeof *out, GLASS_OWN, n);
}

void glass_of_unit_step(struct conn_step *s, struct param_list *p, const struct uuid *unit,
                        const struct page_cursor *after)
{
    conn_step_about(s, p, &stmts[GLASS_OF_UNIT], unit);
    param_cursor(p, after);
}

static void read_seen(struct row *r, void *item)
{
    struct glass_seen *out = item;

    read_glass(r, &out->glass);
    row_uuid(r, &out->account);
    row_copy(r, out->login, sizeof out->login);
    row_copy(r, out->name, sizeof out->name);
    out->ended_us = row_time_or_none(r);
    out->told = row_bool(r);
}

int glass_read_of_unit(const struct conn_step *s, struct glass_seen out[GLASS_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_seen, out, sizeof *out, GLASS_PAGE, n, more);
}
