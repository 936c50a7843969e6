/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over casework.delegation. */
#include "store/delegation.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[DELEGATION_STATEMENTS] = {
    [DELEGATION_LIST] = {"delegation_list",
                         "SELECT d.id, d.unit_id, d.delegate, d.given_by, lower(d.days), upper(d.days) - 1, "
                         "d.own_cases, d.created_at, d.revoked_at, d.revoked_by FROM casework.delegation d "
                         "WHERE $1::timestamptz IS NULL OR (d.created_at, d.id) < ($1::timestamptz, $2::uuid) "
                         "ORDER BY d.created_at DESC, d.id DESC LIMIT 26"},
    [DELEGATION_NEW] = {"delegation_new",
                        "SELECT id, replayed FROM casework.delegation_new($1, $2, $3, $4, $5, $6)"},
    [DELEGATION_END] = {"delegation_end", "SELECT casework.delegation_end($1)"},
};

const struct conn_group delegation_statements = {stmts, DELEGATION_STATEMENTS};

void delegation_list_step(struct conn_step *s, struct param_list *p, const struct page_cursor *after)
{
    conn_step_begin(s, p, &stmts[DELEGATION_LIST]);
    param_cursor(p, after);
}

static void read_delegation(struct row *r, void *item)
{
    struct delegation *d = item;

    row_uuid(r, &d->id);
    row_uuid(r, &d->unit);
    row_uuid(r, &d->delegate);
    row_uuid(r, &d->given_by);
    row_day(r, &d->first_day);
    row_day(r, &d->last_day);
    d->own_cases = row_bool(r);
    d->created_us = row_time(r);
    d->revoked_us = row_time_or_none(r);
    row_uuid_or_nil(r, &d->revoked_by);
}

int delegation_read_list(const struct conn_step *s, struct delegation out[DELEGATION_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_delegation, out, sizeof *out, DELEGATION_PAGE, n, more);
}

void delegation_new_step(struct conn_step *s, struct param_list *p, const struct delegation_new *d,
                         const unsigned char key[32], const unsigned char digest[32])
{
    conn_step_about(s, p, &stmts[DELEGATION_NEW], &d->delegate);
    param_day(p, &d->first_day);
    param_day(p, &d->last_day);
    param_bool(p, d->own_cases);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void delegation_end_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[DELEGATION_END], id);
}
