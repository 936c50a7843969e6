/* SPDX-License-Identifier: EUPL-1.2 */
/* The list is computed when it is asked for. */
#include <string.h>

#include "base/err.h"
#include "domain/word.h"
#include "store/row.h"
#include "store/row_array.h"
#include "store/rows.h"
#include "store/waiting.h"

#include "base/banned.h"

static const struct conn_stmt stmts[WAITING_STATEMENTS] = {
    [WAITING_LIST] = {"waiting_list",
                      "SELECT measure_id, case_id, counsellor_id, minor, kind::text, remaining, since, term, act_by, "
                      "last_begin, coalesce(act_by < offer.today(), false), blocks, no_match_on, no_match_code::text, "
                      "count(*) OVER () FROM casework.waiting() WHERE $2::uuid IS NULL "
                      "OR (coalesce(act_by, 'infinity'), measure_id) > (coalesce($1::date, 'infinity'), $2) "
                      "ORDER BY coalesce(act_by, 'infinity'), measure_id LIMIT $3::bigint + 1"},
};

const struct conn_group waiting_statements = {stmts, WAITING_STATEMENTS};

void waiting_list_step(struct conn_step *s, struct param_list *p, const struct waiting_cursor *after, size_t most)
{
    conn_step_begin(s, p, &stmts[WAITING_LIST]);
    if (after == NULL) {
        param_null(p);
        param_null(p);
    } else {
        param_day(p, &after->act_by);
        param_uuid(p, &after->measure);
    }
    param_i64(p, (int64_t)most);
}

static int read_waiting(const struct conn_step *s, int at, struct waiting *w, size_t *all)
{
    struct row r;

    memset(w, 0, sizeof *w);
    row_init(&r, s->result, at);
    row_uuid(&r, &w->measure);
    row_uuid(&r, &w->case_id);
    row_uuid(&r, &w->counsellor);
    w->minor = row_bool(&r);
    w->kind = row_word(&r, WORD_MEASURE_KIND);
    w->remaining_min = row_i32(&r);
    row_day(&r, &w->since);
    row_day_or_none(&r, &w->term);
    row_day_or_none(&r, &w->act_by);
    row_day_or_none(&r, &w->last_begin);
    w->overdue = row_bool(&r);
    w->n_blocks = row_array_text(&r, w->block[0], sizeof w->block[0], WAITING_BLOCKS);
    row_day_or_none(&r, &w->no_match_on);
    w->no_match = row_word(&r, WORD_NO_MATCH_CODE);
    *all = (size_t)row_i64(&r);
    return row_end(&r);
}

int waiting_read_list(const struct conn_step *s, struct waiting *out, size_t most, size_t *n, size_t *all)
{
    int rc = ERR_OK;
    bool more;

    *all = 0;
    rows_page(s, most, n, &more);
    for (size_t i = 0; i < *n && rc == ERR_OK; i++)
        rc = read_waiting(s, (int)i, &out[i], all);
    return rc;
}
