/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over casework.measure and casework.suspension. Row policies decide which rows there are: those of one's
 * cases, and for an auditor all, without their case. The last day and what a draft lacks are computed by SQL in the
 * same statement as the row. A finding may depend on the case, so who does not see that is told none. */

#include "base/err.h"
#include "store/measure.h"
#include "store/row.h"
#include "store/row_array.h"
#include "store/rows.h"

#include "base/banned.h"

#define SELECT \
    "SELECT m.id, m.case_id, m.state::text, m.kind::text, m.offence_class::text, m.ordered_minutes, m.facts_on, " \
    "m.judged_on, m.final_on, m.seized_on, m.period_months, m.firm_months, m.fallback, m.consent::text, " \
    "m.consented_on, m.authority::text, m.judge_kept, m.first_interview_on, m.evaluation_sent_on, " \
    "m.end_report_sent_on, m.fitness_asked_on, m.fitness_due_on, m.fitness_received_on, m.end_code::text, " \
    "m.ended_on, casework.term(m), m.justice_version, m.version, m.created_at, " \
    "CASE WHEN m.state = 'draft' AND EXISTS (SELECT FROM casework.case_file c WHERE c.id = m.case_id) " \
    "THEN casework.measure_findings(m) END FROM casework.measure m "
#define STOOD \
    "SELECT s.measure_id, s.kind::text, lower(s.days), upper(s.days) - 1 FROM casework.suspension s " \
    "WHERE s.measure_id "
#define STOOD_ORDER " ORDER BY lower(s.days), s.id LIMIT 500"

static const struct conn_stmt stmts[MEASURE_STATEMENTS] = {
    [MEASURE_THERE] = {"measure_there", "SELECT EXISTS (SELECT FROM casework.case_file WHERE id = $1) "
                                        "OR EXISTS (SELECT FROM casework.measure WHERE case_id = $1)"},
    [MEASURE_LIST] = {"measure_list",
                      SELECT "WHERE m.case_id = $1 "
                             "AND ($2::timestamptz IS NULL OR (m.created_at, m.id) < ($2::timestamptz, $3::uuid)) "
                             "ORDER BY m.created_at DESC, m.id DESC LIMIT 26"},
    [MEASURE_ONE] = {"measure_one", SELECT "WHERE m.id = $1"},
    [MEASURE_STOOD_OF_CASE] = {"measure_stood_of_case",
                               STOOD "IN (SELECT id FROM casework.measure WHERE case_id = $1)" STOOD_ORDER},
    [MEASURE_STOOD_OF_ONE] = {"measure_stood_of_one", STOOD "= $1" STOOD_ORDER},
    [MEASURE_NEW] = {"measure_new", "SELECT id, replayed FROM casework.measure_new($1, $2, $3, $4, $5, $6, $7, $8, $9, "
                                    "$10, $11, $12, $13, $14, $15, $16, $17)"},
    [MEASURE_PUT] = {"measure_put", "SELECT casework.measure_put($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
                                    "$13, $14, $15, $16)"},
    [MEASURE_OPEN] = {"measure_open", "SELECT casework.measure_open($1, $2)"},
    [MEASURE_STEPS] = {"measure_steps", "SELECT casework.measure_steps($1, $2, $3, $4, $5, $6, $7, $8)"},
    [MEASURE_END] = {"measure_end", "SELECT casework.measure_end($1, $2, $3, $4)"},
};

const struct conn_group measure_statements = {stmts, MEASURE_STATEMENTS};

void measure_there_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id)
{
    conn_step_about(s, p, &stmts[MEASURE_THERE], case_id);
}

int measure_read_there(const struct conn_step *s)
{
    struct row r;
    bool there;

    row_init(&r, s->result, 0);
    there = row_bool(&r);
    if (row_end(&r) != ERR_OK)
        return ERR_FORMAT;
    return there ? ERR_OK : ERR_NOTFOUND;
}

static void read_ordered(struct row *r, struct measure_ordered *o)
{
    o->kind = row_word(r, WORD_MEASURE_KIND);
    o->offence_class = row_word(r, WORD_OFFENCE_CLASS);
    o->ordered_minutes = row_i32_or(r, 0);
    row_day_or_none(r, &o->facts_on);
    row_day_or_none(r, &o->judged_on);
    row_day_or_none(r, &o->final_on);
    row_day_or_none(r, &o->seized_on);
    o->period_months = row_i32_or(r, 0);
    o->firm_months = row_i32_or(r, 0);
    o->has_fallback = !row_null(r);
    o->fallback = o->has_fallback && row_bool(r);
    o->consent = row_word(r, WORD_CONSENT);
    row_day_or_none(r, &o->consented_on);
    o->authority = row_word(r, WORD_AUTHORITY);
    o->judge_kept = row_bool(r);
}

static void read_measure(struct row *r, void *item)
{
    struct measure *out = item;

    row_uuid(r, &out->id);
    row_uuid(r, &out->case_id);
    out->state = row_word(r, WORD_MEASURE_STATE);
    read_ordered(r, &out->ordered);
    row_day_or_none(r, &out->steps.first_interview_on);
    row_day_or_none(r, &out->steps.evaluation_sent_on);
    row_day_or_none(r, &out->steps.end_report_sent_on);
    row_day_or_none(r, &out->steps.fitness_asked_on);
    row_day_or_none(r, &out->steps.fitness_due_on);
    row_day_or_none(r, &out->steps.fitness_received_on);
    out->end_code = row_word(r, WORD_END_CODE);
    row_day_or_none(r, &out->ended_on);
    row_day_or_none(r, &out->term);
    out->justice_version = row_i32(r);
    out->version = row_i32(r);
    out->created_us = row_time(r);
    out->judged = !row_null(r);
    if (out->judged)
        out->findings = row_array_text(r, out->finding[0], MEASURE_FINDING, MEASURE_FINDINGS);
}

void measure_list_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                       const struct page_cursor *after)
{
    conn_step_about(s, p, &stmts[MEASURE_LIST], case_id);
    param_cursor(p, after);
}

int measure_read_list(const struct conn_step *s, struct measure out[MEASURE_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_measure, out, sizeof *out, MEASURE_PAGE, n, more);
}

void measure_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[MEASURE_ONE], id);
}

int measure_read_one(const struct conn_step *s, struct measure *out)
{
    return rows_read_one(s, read_measure, out, sizeof *out);
}

void measure_stood_of_case_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id)
{
    conn_step_about(s, p, &stmts[MEASURE_STOOD_OF_CASE], case_id);
}

void measure_stood_of_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[MEASURE_STOOD_OF_ONE], id);
}

static void read_stood(struct row *r, void *item)
{
    struct measure_stood *out = item;

    row_uuid(r, &out->measure);
    out->kind = row_word(r, WORD_SUSPENSION_KIND);
    row_day(r, &out->from);
    row_day_or_none(r, &out->to);
}

int measure_read_stood(const struct conn_step *s, struct measure_stood *out, size_t *n)
{
    return rows_read(s, read_stood, out, sizeof *out, MEASURE_STOOD, n);
}

static void put_number_or_null(struct param_list *p, int32_t v)
{
    if (v == 0)
        param_null(p);
    else
        param_i32(p, v);
}

static void put_ordered(struct param_list *p, const struct measure_ordered *o)
{
    param_str(p, o->kind);
    param_str(p, o->offence_class);
    put_number_or_null(p, o->ordered_minutes);
    param_day(p, &o->facts_on);
    param_day(p, &o->judged_on);
    param_day(p, &o->final_on);
    param_day(p, &o->seized_on);
    put_number_or_null(p, o->period_months);
    put_number_or_null(p, o->firm_months);
    if (o->has_fallback)
        param_bool(p, o->fallback);
    else
        param_null(p);
    param_str(p, o->consent);
    param_day(p, &o->consented_on);
    param_str(p, o->authority);
    param_bool(p, o->judge_kept);
}

void measure_new_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                      const struct measure_ordered *o, const unsigned char key[32], const unsigned char digest[32])
{
    conn_step_about(s, p, &stmts[MEASURE_NEW], case_id);
    put_ordered(p, o);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

static void step_at(struct conn_step *s, struct param_list *p, enum measure_statement which, const struct uuid *id,
                    int32_t expected)
{
    conn_step_about(s, p, &stmts[which], id);
    param_i32(p, expected);
}

void measure_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                      const struct measure_ordered *o)
{
    step_at(s, p, MEASURE_PUT, id, expected);
    put_ordered(p, o);
}

void measure_open_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected)
{
    step_at(s, p, MEASURE_OPEN, id, expected);
}

void measure_steps_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                        const struct measure_steps *steps)
{
    step_at(s, p, MEASURE_STEPS, id, expected);
    param_day(p, &steps->first_interview_on);
    param_day(p, &steps->evaluation_sent_on);
    param_day(p, &steps->end_report_sent_on);
    param_day(p, &steps->fitness_asked_on);
    param_day(p, &steps->fitness_due_on);
    param_day(p, &steps->fitness_received_on);
}

void measure_end_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                      const char *code, const struct day *ended_on)
{
    step_at(s, p, MEASURE_END, id, expected);
    param_str(p, code);
    param_day(p, ended_on);
}
