/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over casework.hours_report under row policies, and the functions of casework that write it. Who settled a
 * report is not told to people of a host. */

#include "base/err.h"
#include "domain/word.h"
#include "store/hours.h"
#include "store/row.h"
#include "store/row_array.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[HOURS_STATEMENTS] = {
    [HOURS_THERE] = {"hours_there", "SELECT id FROM casework.placement WHERE id = $1"},
    [HOURS_LIST] =
        {"hours_list", "SELECT id, day, attendance::text, from_min, to_min, break_minutes, channel::text, word::text, "
                       "word_channel::text, minutes, flags, state::text, reported_by, reported_at, word_by, word_at, "
                       "CASE WHEN (SELECT (sec.me()).role) NOT IN ('host_manager', 'tutor') THEN settled_by END, "
                       "settled_at, credited_minutes, text_version, version FROM casework.hours_report "
                       "WHERE placement_id = $1 AND ($2::date IS NULL "
                       "OR (day, coalesce(from_min, 0), id) < ($2::date, $3::int, $4::uuid)) "
                       "ORDER BY day DESC, coalesce(from_min, 0) DESC, id DESC LIMIT 26"},
    [HOURS_NEW] = {"hours_new", "SELECT id, replayed, flags FROM casework.hours_new($1, $2, $3, $4, $5, $6, $7, $8, "
                                "$9, $10, $11, $12)"},
    [HOURS_WORD] = {"hours_word", "SELECT casework.hours_word($1, $2, $3, $4)"},
    [HOURS_WITHDRAW] = {"hours_withdraw", "SELECT casework.hours_withdraw($1, $2)"},
    [HOURS_SETTLE] = {"hours_settle", "SELECT version, done, entry FROM casework.hours_settle($1, $2, $3, $4)"},
    [HOURS_ATTEST] = {"hours_attest", "SELECT version, minutes FROM casework.placement_attest($1, $2, $3, $4, $5)"},
};

const struct conn_group hours_statements = {stmts, HOURS_STATEMENTS};

static void begin_change(struct conn_step *s, struct param_list *p, enum hours_statement which, const struct uuid *id,
                         int32_t expected)
{
    conn_step_about(s, p, &stmts[which], id);
    param_i32(p, expected);
}

void hours_there_step(struct conn_step *s, struct param_list *p, const struct uuid *placement)
{
    conn_step_about(s, p, &stmts[HOURS_THERE], placement);
}

int hours_read_there(const struct conn_step *s)
{
    return row_count(s->result) == 0 ? ERR_NOTFOUND : ERR_OK;
}

void hours_list_step(struct conn_step *s, struct param_list *p, const struct uuid *placement,
                     const struct hours_cursor *after)
{
    conn_step_about(s, p, &stmts[HOURS_LIST], placement);
    if (after == NULL) {
        param_null(p);
        param_null(p);
        param_null(p);
    } else {
        param_day(p, &after->day);
        param_i32(p, after->from_min);
        param_uuid(p, &after->id);
    }
}

static void read_rules(struct row *r, struct hours_rules *out)
{
    out->n = row_array_text(r, out->rule[0], RULE_ID, HOURS_BROKEN);
}

static void read_session(struct row *r, struct hours_session *out)
{
    row_day(r, &out->day);
    out->attendance = row_word(r, WORD_ATTENDANCE);
    out->timed = !row_null(r);
    out->from_min = out->timed ? row_i32(r) : 0;
    out->to_min = row_i32_or(r, 0);
    out->break_min = row_i32(r);
    out->channel = row_word(r, WORD_CHANNEL);
    out->word = row_word(r, WORD_PERSON_WORD);
    out->word_channel = row_word(r, WORD_CHANNEL);
}

static void read_report(struct row *r, void *item)
{
    struct hours_report *out = item;

    row_uuid(r, &out->id);
    read_session(r, &out->session);
    out->minutes = row_i32(r);
    read_rules(r, &out->flags);
    out->state = row_word(r, WORD_REPORT_STATE);
    row_uuid(r, &out->reported_by);
    out->reported_us = row_time(r);
    row_uuid_or_nil(r, &out->word_by);
    out->word_us = row_time_or_none(r);
    row_uuid_or_nil(r, &out->settled_by);
    out->settled_us = row_time_or_none(r);
    out->credited = row_i32_or(r, 0);
    out->text_version = row_i32(r);
    out->version = row_i32(r);
}

int hours_read_list(const struct conn_step *s, struct hours_report out[HOURS_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_report, out, sizeof *out, HOURS_PAGE, n, more);
}

static void put_minute(struct param_list *p, bool there, int32_t v)
{
    if (there)
        param_i32(p, v);
    else
        param_null(p);
}

void hours_new_step(struct conn_step *s, struct param_list *p, const struct uuid *placement,
                    const struct hours_session *session, int32_t week_limit, const unsigned char key[32],
                    const unsigned char digest[32])
{
    conn_step_about(s, p, &stmts[HOURS_NEW], placement);
    param_day(p, &session->day);
    param_str(p, session->attendance);
    put_minute(p, session->timed, session->from_min);
    put_minute(p, session->timed, session->to_min);
    param_i32(p, session->break_min);
    param_str(p, session->channel);
    param_str(p, session->word);
    param_str(p, session->word_channel);
    put_minute(p, week_limit >= 0, week_limit);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

int hours_read_new(const struct conn_step *s, struct uuid *id, bool *replayed, struct hours_rules *flags)
{
    struct row r;

    row_init(&r, s->result, 0);
    row_uuid(&r, id);
    *replayed = row_bool(&r);
    read_rules(&r, flags);
    return row_end(&r);
}

void hours_word_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                     const char *word, const char *channel)
{
    begin_change(s, p, HOURS_WORD, id, expected);
    param_str(p, word);
    param_str(p, channel);
}

void hours_withdraw_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected)
{
    begin_change(s, p, HOURS_WITHDRAW, id, expected);
}

void hours_settle_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                       int32_t credited, bool reasoned)
{
    begin_change(s, p, HOURS_SETTLE, id, expected);
    param_i32(p, credited);
    param_bool(p, reasoned);
}

int hours_read_settle(const struct conn_step *s, int32_t *version, bool *done, struct uuid *entry)
{
    struct row r;

    row_init(&r, s->result, 0);
    *version = row_i32(&r);
    *done = row_bool(&r);
    row_uuid(&r, entry);
    return row_end(&r);
}

void hours_attest_step(struct conn_step *s, struct param_list *p, const struct uuid *placement, int32_t expected,
                       const struct day *on, const unsigned char key[32], const unsigned char digest[32])
{
    begin_change(s, p, HOURS_ATTEST, placement, expected);
    param_day(p, on);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

int hours_read_attest(const struct conn_step *s, int32_t *version, int32_t *minutes)
{
    struct row r;

    row_init(&r, s->result, 0);
    *version = row_i32(&r);
    *minutes = row_i32(&r);
    return row_end(&r);
}
