/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over casework.placement and what hangs on it. What keeps one from its next step is asked in the same
 * statement as the row, so both are of one instant; only for who works on it: to anybody else the function says no, and
 * with it the whole read. */
#include <string.h>

#include "base/err.h"
#include "domain/word.h"
#include "store/placement.h"
#include "store/row.h"
#include "store/row_array.h"
#include "store/rows.h"
#include "store/weeks_sql.h"

#include "base/banned.h"

#define COLUMNS \
    "p.id, p.case_id, p.measure_id, p.post_id, o.title, p.host_id, g.name, p.chain, p.state::text, " \
    "p.planned_minutes, p.first_day, p.last_day, p.hold_until, p.in_charge, c.name, c.trained_on, p.met_on, " \
    "p.decline_code::text, p.close_code::text, p.proposed_at, p.answered_at, p.signed_at, p.closed_at, p.ended_on, " \
    "p.attested_on, p.offer_version, p.contact_version, p.answer_version, p.version"
#define TABLES \
    " FROM casework.placement p JOIN offer.post o ON o.id = p.post_id JOIN sec.organisation g ON g.id = p.host_id " \
    "LEFT JOIN offer.contact c ON c.id = p.in_charge "
#define MISSING \
    "CASE WHEN p.state IN ('proposed', 'accepted') AND ((SELECT (sec.me()).role) = 'director' " \
    "OR EXISTS (SELECT FROM casework.case_file f " \
    "WHERE f.id = p.case_id AND f.counsellor_id = (SELECT (sec.me()).account)) " \
    "OR p.state = 'accepted' AND p.unit_id = (SELECT sec.my_delegation())) THEN casework.placement_missing(p.id) END"
static const struct conn_stmt stmts[PLACEMENT_STATEMENTS] = {
    [PLACEMENT_LIST] = {"placement_list",
                        "SELECT " COLUMNS TABLES "WHERE ($1::uuid IS NULL OR p.case_id = $1) "
                        "AND ($2::uuid IS NULL OR p.measure_id = $2) AND ($3::uuid IS NULL OR p.post_id = $3) "
                        "AND ($4::uuid IS NULL OR p.host_id = $4) AND ($5::text IS NULL OR p.state::text = $5) "
                        "AND ($6::timestamptz IS NULL OR (p.proposed_at, p.id) < ($6::timestamptz, $7::uuid)) "
                        "ORDER BY p.proposed_at DESC, p.id DESC LIMIT 26"},
    [PLACEMENT_ONE] = {"placement_one",
                       "SELECT " COLUMNS ", d.proposed_by, d.authority::text, d.decided_by, d.act_id, d.decided_on, "
                       "d.person_told_on, d.prosecutor_told_on, d.attested_by, "
                       "(SELECT count(*)::integer FROM casework.replaced_attestation a WHERE a.placement_id = p.id), "
                       "coalesce(d.reason_version, 0), " MISSING
                       ", f.remaining, f.sessions, f.last_day, f.term, f.margin, f.act_by" TABLES
                       "LEFT JOIN casework.placement_decision d ON d.placement_id = p.id "
                       "LEFT JOIN LATERAL sec.forecast(p.id) AS f ON true WHERE p.id = $1"},
    [PLACEMENT_SLOTS] = {"placement_slots",
                         "SELECT s.weekday, s.from_min, s.to_min, "
                         WEEKS_SQL("s.weeks") " "
                         "FROM casework.placement_slot s WHERE s.placement_id = $1 ORDER BY s.n"},
    [PLACEMENT_ANSWER] = {"placement_answer", "SELECT casework.placement_answer($1, $2, $3, $4, $5)"},
    [PLACEMENT_IN_CHARGE] = {"placement_in_charge", "SELECT casework.placement_in_charge($1, $2, $3)"},
    [PLACEMENT_MEETING] = {"placement_meeting", "SELECT casework.placement_meeting($1, $2, $3)"},
    [PLACEMENT_WITHDRAW] = {"placement_withdraw", "SELECT casework.placement_withdraw($1, $2, $3)"},
    [PLACEMENT_END] = {"placement_end", "SELECT casework.placement_end($1, $2, $3, $4)"},
    [PLACEMENT_TOLD] = {"placement_told", "SELECT casework.placement_told($1, $2, $3, $4)"},
};

const struct conn_group placement_statements = {stmts, PLACEMENT_STATEMENTS};

void placement_list_step(struct conn_step *s, struct param_list *p, const struct placement_filter *f)
{
    const struct uuid *const ids[] = {f->case_id, f->measure, f->post, f->host};

    conn_step_begin(s, p, &stmts[PLACEMENT_LIST]);
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        if (ids[i] == NULL)
            param_null(p);
        else
            param_uuid(p, ids[i]);
    }
    param_str(p, f->state);
    param_cursor(p, f->after);
}

static void read_placement(struct row *r, void *item)
{
    struct placement *out = item;

    row_uuid(r, &out->id);
    row_uuid(r, &out->case_id);
    row_uuid(r, &out->measure);
    row_uuid(r, &out->post);
    row_copy(r, out->post_title, sizeof out->post_title);
    row_uuid(r, &out->host);
    row_copy(r, out->host_name, sizeof out->host_name);
    row_uuid(r, &out->chain);
    out->state = row_word(r, WORD_PLACEMENT_STATE);
    out->planned_minutes = row_i32(r);
    row_day(r, &out->first_day);
    row_day(r, &out->last_day);
    row_day(r, &out->hold_until);
    row_uuid_or_nil(r, &out->in_charge);
    row_copy_or_none(r, out->in_charge_name, sizeof out->in_charge_name);
    row_day_or_none(r, &out->in_charge_trained_on);
    row_day_or_none(r, &out->met_on);
    out->decline_code = row_word(r, WORD_DECLINE_CODE);
    out->close_code = row_word(r, WORD_CLOSE_CODE);
    out->proposed_us = row_time(r);
    out->answered_us = row_time_or_none(r);
    out->signed_us = row_time_or_none(r);
    out->closed_us = row_time_or_none(r);
    row_day_or_none(r, &out->ended_on);
    row_day_or_none(r, &out->attested_on);
    out->offer_version = row_i32(r);
    out->contact_version = row_i32(r);
    out->answer_version = row_i32(r);
    out->version = row_i32(r);
}

int placement_read_list(const struct conn_step *s, struct placement out[PLACEMENT_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_placement, out, sizeof *out, PLACEMENT_PAGE, n, more);
}

void placement_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[PLACEMENT_ONE], id);
}

static void read_forecast(struct row *r, struct placement_forecast *out)
{
    out->there = !row_null(r);
    if (out->there)
        out->remaining = row_i32(r);
    out->sessions = row_i32_or(r, 0);
    row_day_or_none(r, &out->last_day);
    row_day_or_none(r, &out->term);
    out->has_margin = !row_null(r);
    if (out->has_margin)
        out->margin = row_i32(r);
    row_day_or_none(r, &out->act_by);
}

int placement_read_one(const struct conn_step *s, struct placement *out, struct placement_rest *rest)
{
    struct row r;

    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    memset(out, 0, sizeof *out);
    memset(rest, 0, sizeof *rest);
    row_init(&r, s->result, 0);
    read_placement(&r, out);
    row_uuid_or_nil(&r, &rest->proposed_by);
    rest->authority = row_word(&r, WORD_AUTHORITY);
    row_uuid_or_nil(&r, &rest->decided_by);
    row_uuid_or_nil(&r, &rest->act);
    row_day_or_none(&r, &rest->decided_on);
    row_day_or_none(&r, &rest->person_told_on);
    row_day_or_none(&r, &rest->prosecutor_told_on);
    row_uuid_or_nil(&r, &rest->attested_by);
    rest->attestations_replaced = row_i32(&r);
    rest->reason_version = row_i32(&r);
    rest->judged = !row_null(&r);
    if (rest->judged)
        rest->missing = row_array_text(&r, rest->rule[0], RULE_ID, PLACEMENT_MISSING);
    read_forecast(&r, &rest->forecast);
    return row_end(&r);
}

void placement_slots_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[PLACEMENT_SLOTS], id);
}

static void read_slot(struct row *r, void *item)
{
    struct slot *out = item;
    const char *weeks;
    size_t n;

    out->weekday = row_i32(r);
    out->from_min = row_i32(r);
    out->to_min = row_i32(r);
    weeks = row_text(r, &n);
    out->weeks = slot_weeks_parse(weeks, n);
    if (slot_check(out) != SLOT_FINE)
        r->bad = true;
}

int placement_read_slots(const struct conn_step *s, struct slot out[SLOT_MAX], size_t *n)
{
    return rows_read(s, read_slot, out, sizeof *out, SLOT_MAX, n);
}

static void step_at(struct conn_step *s, struct param_list *p, enum placement_statement which, const struct uuid *id,
                    int32_t expected)
{
    conn_step_about(s, p, &stmts[which], id);
    param_i32(p, expected);
}

void placement_answer_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                           const struct placement_answer *a)
{
    step_at(s, p, PLACEMENT_ANSWER, id, expected);
    param_bool(p, a->accept);
    param_str(p, a->code);
    if (a->in_charge == NULL)
        param_null(p);
    else
        param_uuid(p, a->in_charge);
}

void placement_in_charge_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                              const struct uuid *contact)
{
    step_at(s, p, PLACEMENT_IN_CHARGE, id, expected);
    param_uuid(p, contact);
}

void placement_meeting_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                            const struct day *met_on)
{
    step_at(s, p, PLACEMENT_MEETING, id, expected);
    param_day(p, met_on);
}

void placement_withdraw_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                             const char *code)
{
    step_at(s, p, PLACEMENT_WITHDRAW, id, expected);
    param_str(p, code);
}

void placement_end_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                        const struct day *ended_on, const char *code)
{
    step_at(s, p, PLACEMENT_END, id, expected);
    param_day(p, ended_on);
    param_str(p, code);
}

void placement_told_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                         const struct day *person_told_on, const struct day *prosecutor_told_on)
{
    step_at(s, p, PLACEMENT_TOLD, id, expected);
    param_day(p, person_told_on);
    param_day(p, prosecutor_told_on);
}
