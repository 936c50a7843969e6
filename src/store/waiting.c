/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over casework.waiting and casework.no_match. */
#include <string.h>

#include "base/err.h"
#include "domain/word.h"
#include "store/row.h"
#include "store/waiting.h"

#include "base/banned.h"

static const struct conn_stmt stmts[WAITING_STATEMENTS] = {
    [WAITING_LIST] = {"waiting_list",
                      "SELECT measure_id, case_id, counsellor_id, minor, kind::text, remaining, since, term, act_by, "
                      "last_begin, coalesce(act_by < offer.today(), false), blocks, no_match_on, no_match_code::text "
                      "FROM casework.waiting() WHERE $2::uuid IS NULL OR (coalesce(act_by, 'infinity'), measure_id) > "
                      "(coalesce($1::date, 'infinity'), $2) ORDER BY coalesce(act_by, 'infinity'), measure_id LIMIT 51"},
    [NO_MATCH_LIST] = {"no_match_list",
                       "SELECT id, case_id, measure_id, day, code::text, area, slot::text, family::text, recorded_by, "
                       "recorded_at FROM casework.no_match WHERE measure_id = $1 "
                       "AND ($2::timestamptz IS NULL OR (recorded_at, id) < ($2::timestamptz, $3::uuid)) "
                       "ORDER BY recorded_at DESC, id DESC LIMIT 26"},
    [NO_MATCH_NEW] = {"no_match_new", "SELECT id, replayed FROM casework.no_match_new($1, $2, $3, $4, $5, $6, $7, $8)"},
};

const struct conn_group waiting_statements = {stmts, WAITING_STATEMENTS};

void waiting_list_step(struct conn_step *s, struct param_list *p, const struct waiting_cursor *after)
{
    conn_step_begin(s, p, &stmts[WAITING_LIST]);
    if (after == NULL) {
        param_null(p);
        param_null(p);
    } else {
        param_day(p, &after->act_by);
        param_uuid(p, &after->measure);
    }
}

static int read_waiting(const struct conn_step *s, int at, struct waiting *w)
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
    w->n_blocks = row_text_array(&r, w->block[0], sizeof w->block[0], WAITING_BLOCKS);
    row_day_or_none(&r, &w->no_match_on);
    w->no_match = row_word(&r, WORD_NO_MATCH_CODE);
    return row_end(&r);
}

int waiting_read_list(const struct conn_step *s, struct waiting out[WAITING_PAGE], size_t *n, bool *more)
{
    int rc = ERR_OK;

    row_page(s->result, WAITING_PAGE, n, more);
    for (size_t i = 0; i < *n && rc == ERR_OK; i++)
        rc = read_waiting(s, (int)i, &out[i]);
    return rc;
}

void no_match_list_step(struct conn_step *s, struct param_list *p, const struct uuid *measure,
                        const struct no_match_cursor *after)
{
    conn_step_begin(s, p, &stmts[NO_MATCH_LIST]);
    param_uuid(p, measure);
    if (after == NULL) {
        param_null(p);
        param_null(p);
    } else {
        param_time(p, after->recorded_us);
        param_uuid(p, &after->id);
    }
}

static int read_no_match(const struct conn_step *s, int at, struct no_match *out)
{
    struct row r;

    memset(out, 0, sizeof *out);
    row_init(&r, s->result, at);
    row_uuid(&r, &out->id);
    row_uuid(&r, &out->case_id);
    row_uuid(&r, &out->said.measure);
    row_day(&r, &out->said.day);
    out->said.code = row_word(&r, WORD_NO_MATCH_CODE);
    if (!row_null(&r)) {
        row_copy(&r, out->area, sizeof out->area);
        out->said.area = out->area;
    }
    out->said.slot = row_word(&r, WORD_SLOT_KIND);
    out->said.family = row_word(&r, WORD_TASK_FAMILY);
    row_uuid(&r, &out->recorded_by);
    out->recorded_us = row_time(&r);
    return row_end(&r);
}

int no_match_read_list(const struct conn_step *s, struct no_match out[NO_MATCH_PAGE], size_t *n, bool *more)
{
    int rc = ERR_OK;

    row_page(s->result, NO_MATCH_PAGE, n, more);
    for (size_t i = 0; i < *n && rc == ERR_OK; i++)
        rc = read_no_match(s, (int)i, &out[i]);
    return rc;
}

void no_match_new_step(struct conn_step *s, struct param_list *p, const struct no_match_new *said,
                       const unsigned char key[32], const unsigned char digest[32])
{
    conn_step_begin(s, p, &stmts[NO_MATCH_NEW]);
    param_uuid(p, &said->measure);
    param_day(p, &said->day);
    param_str(p, said->code);
    param_str(p, said->area);
    param_str(p, said->slot);
    param_str(p, said->family);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}
