/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over casework.judge_report under row policies; who may begin and send one, and which clock stands still
 * with it, is decided in the functions of casework. */

#include "domain/word.h"
#include "store/judge_report.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[JUDGE_REPORT_STATEMENTS] = {
    [JUDGE_REPORT_LIST] =
        {"judge_report_list", "SELECT id, case_id, measure_id, kind::text, incident_id, due_on, sent_on, dropped_at, "
                              "written_by, created_at, text_version, version FROM casework.judge_report "
                              "WHERE measure_id = $1 "
                              "AND ($2::timestamptz IS NULL OR (created_at, id) < ($2::timestamptz, $3::uuid)) "
                              "ORDER BY created_at DESC, id DESC LIMIT 26"},
    [JUDGE_REPORT_NEW] = {"judge_report_new",
                          "SELECT id, replayed FROM casework.judge_report_new($1, $2, $3, $4, $5, $6)"},
    [JUDGE_REPORT_SEND] = {"judge_report_send", "SELECT casework.judge_report_send($1, $2, $3)"},
    [JUDGE_REPORT_DROP] = {"judge_report_drop", "SELECT casework.judge_report_drop($1, $2)"},
};

const struct conn_group judge_report_statements = {stmts, JUDGE_REPORT_STATEMENTS};

void judge_report_list_step(struct conn_step *s, struct param_list *p, const struct uuid *measure,
                            const struct page_cursor *after)
{
    conn_step_about(s, p, &stmts[JUDGE_REPORT_LIST], measure);
    param_cursor(p, after);
}

static void read_report(struct row *r, void *item)
{
    struct judge_report *out = item;

    row_uuid(r, &out->id);
    row_uuid(r, &out->case_id);
    row_uuid(r, &out->begun.measure);
    out->begun.kind = row_word(r, WORD_JUDGE_REPORT_KIND);
    row_uuid_or_nil(r, &out->begun.incident);
    row_day_or_none(r, &out->begun.due_on);
    row_day_or_none(r, &out->sent_on);
    out->dropped_us = row_time_or_none(r);
    row_uuid(r, &out->written_by);
    out->created_us = row_time(r);
    out->text_version = row_i32(r);
    out->version = row_i32(r);
}

int judge_report_read_list(const struct conn_step *s, struct judge_report out[JUDGE_REPORT_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_report, out, sizeof *out, JUDGE_REPORT_PAGE, n, more);
}

void judge_report_new_step(struct conn_step *s, struct param_list *p, const struct judge_report_begun *begun,
                           const unsigned char key[32], const unsigned char digest[32])
{
    conn_step_about(s, p, &stmts[JUDGE_REPORT_NEW], &begun->measure);
    param_str(p, begun->kind);
    param_uuid_or_null(p, &begun->incident);
    param_day(p, &begun->due_on);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void judge_report_send_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                            const struct day *sent_on)
{
    conn_step_about(s, p, &stmts[JUDGE_REPORT_SEND], id);
    param_i32(p, expected);
    param_day(p, sent_on);
}

void judge_report_drop_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected)
{
    conn_step_about(s, p, &stmts[JUDGE_REPORT_DROP], id);
    param_i32(p, expected);
}
