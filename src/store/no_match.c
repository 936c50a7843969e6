/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over casework.no_match. */
#include "domain/word.h"
#include "store/no_match.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[NO_MATCH_STATEMENTS] = {
    [NO_MATCH_LIST] = {"no_match_list",
                       "SELECT id, case_id, measure_id, day, code::text, area, slot::text, family::text, recorded_by, "
                       "recorded_at FROM casework.no_match WHERE measure_id = $1 "
                       "AND ($2::timestamptz IS NULL OR (recorded_at, id) < ($2::timestamptz, $3::uuid)) "
                       "ORDER BY recorded_at DESC, id DESC LIMIT 26"},
    [NO_MATCH_NEW] = {"no_match_new", "SELECT id, replayed FROM casework.no_match_new($1, $2, $3, $4, $5, $6, $7, $8)"},
};

const struct conn_group no_match_statements = {stmts, NO_MATCH_STATEMENTS};

void no_match_list_step(struct conn_step *s, struct param_list *p, const struct uuid *measure,
                        const struct page_cursor *after)
{
    conn_step_about(s, p, &stmts[NO_MATCH_LIST], measure);
    param_cursor(p, after);
}

static void read_no_match(struct row *r, void *item)
{
    struct no_match *out = item;

    row_uuid(r, &out->id);
    row_uuid(r, &out->case_id);
    row_uuid(r, &out->said.measure);
    row_day(r, &out->said.day);
    out->said.code = row_word(r, WORD_NO_MATCH_CODE);
    if (!row_null(r)) {
        row_copy(r, out->area, sizeof out->area);
        out->said.area = out->area;
    }
    out->said.slot = row_word(r, WORD_SLOT_KIND);
    out->said.family = row_word(r, WORD_TASK_FAMILY);
    row_uuid(r, &out->recorded_by);
    out->recorded_us = row_time(r);
}

int no_match_read_list(const struct conn_step *s, struct no_match out[NO_MATCH_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_no_match, out, sizeof *out, NO_MATCH_PAGE, n, more);
}

void no_match_new_step(struct conn_step *s, struct param_list *p, const struct no_match_new *said,
                       const unsigned char key[32], const unsigned char digest[32])
{
    conn_step_about(s, p, &stmts[NO_MATCH_NEW], &said->measure);
    param_day(p, &said->day);
    param_str(p, said->code);
    param_str(p, said->area);
    param_str(p, said->slot);
    param_str(p, said->family);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}
