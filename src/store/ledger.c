/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over casework.hours_entry under row policies: those of one's cases, and all for an auditor. An entry that
 * was taken back after the instant that is asked for was not at that instant. */

#include "base/err.h"
#include "domain/word.h"
#include "store/ledger.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[LEDGER_STATEMENTS] = {
    [LEDGER_BALANCE] = {"ledger_balance", "SELECT m.ordered_minutes, casework.balance(m.id, $2) "
                                          "FROM casework.measure m WHERE m.id = $1"},
    [LEDGER_LIST] =
        {"ledger_list", "SELECT e.id, e.placement_id, e.report_id, e.kind::text, e.minutes, e.reasoned, e.day, "
                        "e.reverses, c.id, e.made_by, e.made_at FROM casework.hours_entry e "
                        "LEFT JOIN casework.hours_entry c ON c.reverses = e.id "
                        "AND ($2::timestamptz IS NULL OR c.made_at <= $2) "
                        "WHERE e.measure_id = $1 AND ($2::timestamptz IS NULL OR e.made_at <= $2) "
                        "AND ($3::timestamptz IS NULL OR (e.made_at, e.id) < ($3::timestamptz, $4::uuid)) "
                        "ORDER BY e.made_at DESC, e.id DESC LIMIT 51"},
    [LEDGER_COUNTER] = {"ledger_counter", "SELECT id, replayed FROM casework.hours_counter($1, $2, $3)"},
};

const struct conn_group ledger_statements = {stmts, LEDGER_STATEMENTS};

static void begin_at(struct conn_step *s, struct param_list *p, enum ledger_statement which, const struct uuid *measure,
                     const int64_t *at_us)
{
    conn_step_about(s, p, &stmts[which], measure);
    if (at_us == NULL)
        param_null(p);
    else
        param_time(p, *at_us);
}

void ledger_balance_step(struct conn_step *s, struct param_list *p, const struct uuid *measure, const int64_t *at_us)
{
    begin_at(s, p, LEDGER_BALANCE, measure, at_us);
}

int ledger_read_balance(const struct conn_step *s, struct ledger_balance *out)
{
    struct row r;

    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    row_init(&r, s->result, 0);
    out->ordered = row_i32_or(&r, 0);
    out->credited = row_i32(&r);
    return row_end(&r);
}

void ledger_list_step(struct conn_step *s, struct param_list *p, const struct uuid *measure, const int64_t *at_us,
                      const struct page_cursor *after)
{
    begin_at(s, p, LEDGER_LIST, measure, at_us);
    param_cursor(p, after);
}

static void read_entry(struct row *r, void *item)
{
    struct ledger_entry *out = item;

    row_uuid(r, &out->id);
    row_uuid(r, &out->placement);
    row_uuid(r, &out->report);
    out->kind = row_word(r, WORD_ENTRY_KIND);
    out->minutes = row_i32(r);
    out->reasoned = row_bool(r);
    row_day(r, &out->day);
    row_uuid_or_nil(r, &out->reverses);
    row_uuid_or_nil(r, &out->reversed_by);
    row_uuid(r, &out->made_by);
    out->made_us = row_time(r);
}

int ledger_read_list(const struct conn_step *s, struct ledger_entry out[LEDGER_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_entry, out, sizeof *out, LEDGER_PAGE, n, more);
}

void ledger_counter_step(struct conn_step *s, struct param_list *p, const struct uuid *entry,
                         const unsigned char key[32], const unsigned char digest[32])
{
    conn_step_about(s, p, &stmts[LEDGER_COUNTER], entry);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}
