/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over casework.incident under row policies; who may tell and follow is decided in the functions of
 * casework. */
#include "domain/word.h"
#include "store/incident.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

#define COLUMNS \
    "SELECT id, case_id, placement_id, kind::text, day, stopped, by_host, reported_by, reported_at, seen_by, " \
    "seen_at, declared_on, judge_told_on, resumed_on, closed_at, text_version, note_version, version " \
    "FROM casework.incident "

static const struct conn_stmt stmts[INCIDENT_STATEMENTS] = {
    [INCIDENT_LIST] = {"incident_list",
                       COLUMNS "WHERE ($1::uuid IS NULL OR placement_id = $1) AND ($2::uuid IS NULL OR case_id = $2) "
                               "AND ($3::text IS NULL OR kind::text = $3) AND (NOT $4::boolean OR closed_at IS NULL) "
                               "AND ($5::timestamptz IS NULL OR (reported_at, id) < ($5::timestamptz, $6::uuid)) "
                               "ORDER BY reported_at DESC, id DESC LIMIT 26"},
    [INCIDENT_ONE] = {"incident_one", COLUMNS "WHERE id = $1"},
    [INCIDENT_NEW] = {"incident_new", "SELECT id, replayed FROM casework.incident_new($1, $2, $3, $4, $5, $6)"},
    [INCIDENT_FOLLOW] = {"incident_follow", "SELECT casework.incident_follow($1, $2, $3, $4, $5, $6)"},
};

const struct conn_group incident_statements = {stmts, INCIDENT_STATEMENTS};

void incident_list_step(struct conn_step *s, struct param_list *p, const struct incident_filter *f)
{
    conn_step_begin(s, p, &stmts[INCIDENT_LIST]);
    param_uuid_or_null(p, &f->placement);
    param_uuid_or_null(p, &f->case_id);
    param_str(p, f->kind);
    param_bool(p, f->open);
    param_cursor(p, f->after);
}

static void read_incident(struct row *r, void *item)
{
    struct incident *out = item;

    row_uuid(r, &out->id);
    row_uuid(r, &out->case_id);
    row_uuid(r, &out->told.placement);
    out->told.kind = row_word(r, WORD_INCIDENT_KIND);
    row_day(r, &out->told.day);
    out->told.stopped = row_bool(r);
    out->by_host = row_bool(r);
    row_uuid(r, &out->reported_by);
    out->reported_us = row_time(r);
    row_uuid_or_nil(r, &out->seen_by);
    out->seen_us = row_time_or_none(r);
    row_day_or_none(r, &out->step.declared_on);
    row_day_or_none(r, &out->step.judge_told_on);
    row_day_or_none(r, &out->step.resumed_on);
    out->closed_us = row_time_or_none(r);
    out->step.closed = out->closed_us != 0;
    out->text_version = row_i32(r);
    out->note_version = row_i32(r);
    out->version = row_i32(r);
}

int incident_read_list(const struct conn_step *s, struct incident out[INCIDENT_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_incident, out, sizeof *out, INCIDENT_PAGE, n, more);
}

void incident_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[INCIDENT_ONE], id);
}

int incident_read_one(const struct conn_step *s, struct incident *out)
{
    return rows_read_one(s, read_incident, out, sizeof *out);
}

void incident_new_step(struct conn_step *s, struct param_list *p, const struct incident_told *told,
                       const unsigned char key[32], const unsigned char digest[32])
{
    conn_step_about(s, p, &stmts[INCIDENT_NEW], &told->placement);
    param_str(p, told->kind);
    param_day(p, &told->day);
    param_bool(p, told->stopped);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void incident_follow_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                          const struct incident_step *step)
{
    conn_step_about(s, p, &stmts[INCIDENT_FOLLOW], id);
    param_i32(p, expected);
    param_day(p, &step->declared_on);
    param_day(p, &step->judge_told_on);
    param_day(p, &step->resumed_on);
    param_bool(p, step->closed);
}
