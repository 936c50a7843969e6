/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over casework.last_day_change. */
#include "domain/word.h"
#include "store/last_day.h"
#include "store/row.h"
#include "store/row_array.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[LAST_DAY_STATEMENTS] = {
    [LAST_DAY_LIST] = {"last_day_list",
                       "SELECT id, asked_by::text, last_day, replaced, made_by, made_at FROM casework.last_day_change "
                       "WHERE placement_id = $1 "
                       "AND ($2::timestamptz IS NULL OR (made_at, id) < ($2::timestamptz, $3::uuid)) "
                       "ORDER BY made_at DESC, id DESC LIMIT 26"},
    [LAST_DAY_MOVE] = {"last_day_move",
                       "SELECT version, broken, change FROM casework.placement_extend($1, $2, $3, $4, $5, $6)"},
};

const struct conn_group last_day_statements = {stmts, LAST_DAY_STATEMENTS};

void last_day_list_step(struct conn_step *s, struct param_list *p, const struct uuid *placement,
                        const struct page_cursor *after)
{
    conn_step_about(s, p, &stmts[LAST_DAY_LIST], placement);
    param_cursor(p, after);
}

static void read_change(struct row *r, void *item)
{
    struct last_day_change *out = item;

    row_uuid(r, &out->id);
    out->asked_by = row_word(r, WORD_ASKER);
    row_day(r, &out->last_day);
    row_day(r, &out->replaced);
    row_uuid(r, &out->made_by);
    out->made_us = row_time(r);
}

int last_day_read_list(const struct conn_step *s, struct last_day_change out[LAST_DAY_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_change, out, sizeof *out, LAST_DAY_PAGE, n, more);
}

void last_day_move_step(struct conn_step *s, struct param_list *p, const struct uuid *placement, int32_t expected,
                        const struct day *last_day, const char *asked_by,
                        const struct placement_look *look)
{
    conn_step_about(s, p, &stmts[LAST_DAY_MOVE], placement);
    param_i32(p, expected);
    param_day(p, last_day);
    param_str(p, asked_by);
    placement_write_param_look(p, look);
}

int last_day_read_move(const struct conn_step *s, int32_t *version, struct hours_rules *broken, struct uuid *change)
{
    struct row r;

    row_init(&r, s->result, 0);
    *version = row_i32(&r);
    broken->n = row_array_text(&r, broken->rule[0], RULE_ID, HOURS_BROKEN);
    row_uuid_or_nil(&r, change);
    return row_end(&r);
}
