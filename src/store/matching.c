/* SPDX-License-Identifier: EUPL-1.2 */
/* Days travel as whole numbers from 1970, as the matcher counts them, so that no date is turned twice. Which cases and
 * placements a session sees is for the row policies; who is where of other cases is asked of one function, which tells
 * places and no person. */
#include <string.h>

#include "base/err.h"
#include "store/matching.h"
#include "store/row.h"
#include "store/weeks_sql.h"

#include "base/banned.h"

#define DAY(x) "((" x ") - date '1970-01-01')"

static const struct conn_stmt stmts[MATCHING_STATEMENTS] = {
    [MATCHING_FACTS] = {"matching_facts",
        "SELECT c.minor, coalesce(o.departement, ''), " DAY("offer.today()") ", m.id, m.kind::text, m.state = 'open', "
        "m.version, coalesce(m.ordered_minutes, 0), m.consent::text, m.consented_on IS NOT NULL, "
        DAY("casework.term(m)") ", EXISTS (SELECT FROM casework.suspension s WHERE s.measure_id = m.id "
        "AND s.days @> offer.today()), casework.balance(m.id), coalesce(casework.unplanned(m, $3), 0), "
        "m.fitness_asked_on IS NOT NULL AND m.fitness_received_on IS NULL, a.firsts, a.lasts "
        "FROM casework.case_file c JOIN sec.organisation o ON o.id = c.unit_id "
        "LEFT JOIN casework.measure m ON m.case_id = c.id "
        "AND CASE WHEN $2::uuid IS NULL THEN m.state = 'open' ELSE m.id = $2::uuid END "
        "CROSS JOIN LATERAL (SELECT coalesce(array_agg(" DAY("lower(s.days)") " ORDER BY s.id), '{}') AS firsts, "
        "coalesce(array_agg(coalesce(" DAY("upper(s.days)") " - 1, 2147483647) ORDER BY s.id), '{}') AS lasts "
        "FROM casework.suspension s WHERE s.measure_id = m.id AND s.kind IN ('remand', 'national_service') "
        "AND (upper_inf(s.days) OR upper(s.days) > offer.today())) a "
        "WHERE c.id = $1 ORDER BY m.created_at, m.id LIMIT 2"},
    [MATCHING_LAW] = {"matching_law",
        "SELECT p.rule, p.name, p.amount FROM offer.rule_param p WHERE p.valid @> (SELECT offer.today()) "
        "AND p.amount IS NOT NULL"},
    [MATCHING_OWN_SLOTS] = {"matching_own",
        "SELECT s.weekday, s.from_min, s.to_min, " WEEKS_SQL("s.weeks") ", " DAY("lower(s.days)") ", "
        DAY("upper(s.days)") " - 1 FROM casework.placement_slot s "
        "WHERE s.case_id = $1 AND NOT isempty(s.days) AND s.chain IS DISTINCT FROM $2::uuid "
        "AND upper(s.days) > offer.today() ORDER BY s.placement_id, s.n LIMIT 513"},
    [MATCHING_MET_SITES] = {"matching_met",
        "SELECT DISTINCT x.site_id FROM casework.posts_of_cases($1) AS x ORDER BY x.site_id LIMIT 257"},
    [MATCHING_HOME] = {"matching_home",
        "SELECT round(c.lat * 1000000)::integer, round(c.lon * 1000000)::integer FROM offer.commune c "
        "WHERE c.insee = $1 AND c.lat IS NOT NULL"},
};

const struct conn_group matching_statements = {stmts, MATCHING_STATEMENTS};

static void id_or_null(struct param_list *p, const struct uuid *id)
{
    if (id == NULL)
        param_null(p);
    else
        param_uuid(p, id);
}

void matching_facts_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                         const struct uuid *measure, const struct uuid *chain)
{
    conn_step_begin(s, p, &stmts[MATCHING_FACTS]);
    param_uuid(p, case_id);
    id_or_null(p, measure);
    id_or_null(p, chain);
}

static int32_t day_or_none(struct row *r)
{
    return row_null(r) ? DAY_NONE : row_i32(r);
}

static void read_away(struct row *r, struct matching_facts *out)
{
    int32_t first[MATCHING_AWAY], last[MATCHING_AWAY];
    size_t n = row_i32_array(r, first, MATCHING_AWAY);

    if (row_i32_array(r, last, MATCHING_AWAY) != n || r->bad) {
        r->bad = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        out->away[i] = (struct matching_span){first[i], last[i]};
    out->n_away = n;
}

static void read_case(struct row *r, struct matching_facts *out)
{
    memset(out, 0, sizeof *out);
    out->minor = row_bool(r);
    row_copy(r, out->departement, sizeof out->departement);
    out->today = row_i32(r);
}

static void read_rest(struct row *r, struct matching_facts *out)
{
    row_uuid(r, &out->measure);
    out->kind = row_word(r, WORD_MEASURE_KIND);
    out->open = row_bool(r);
    out->version = row_i32(r);
    out->ordered_min = row_i32(r);
    out->consent = row_word(r, WORD_CONSENT);
    out->consented = row_bool(r);
    out->term = day_or_none(r);
    out->clock_stopped = row_bool(r);
    out->credited_min = row_i32(r);
    out->unplanned_min = row_i32(r);
    out->exam_asked = row_bool(r);
    read_away(r, out);
}

void matching_read_measure(struct row *r, struct matching_facts *out)
{
    read_case(r, out);
    read_rest(r, out);
}

int matching_read_facts(const struct conn_step *s, struct matching_facts *out, size_t *measures)
{
    struct row r;

    memset(out, 0, sizeof *out);
    *measures = (size_t)row_count(s->result);
    if (*measures == 0)
        return ERR_NOTFOUND;
    row_init(&r, s->result, 0);
    read_case(&r, out);
    if (row_null(&r)) {
        *measures = 0;
        return r.bad ? ERR_FORMAT : ERR_OK;
    }
    read_rest(&r, out);
    return row_end(&r);
}

void matching_law_step(struct conn_step *s)
{
    conn_step_begin(s, NULL, &stmts[MATCHING_LAW]);
}

/* Which row is which number; hours become minutes. */
struct law_row {
    const char *rule;
    const char *name;
    size_t at;
    int32_t times;
};

#define AT(member) offsetof(struct matching_law, member)

static const struct law_row law_rows[] = {
    {"W-01", "legal_week_hours", AT(legal_week_min), 60},
    {"W-01", "over_hours", AT(over_min), 60},
    {"W-03", "day_hours", AT(adult.day_min), 60},
    {"W-03", "week_hours", AT(adult.week_min), 60},
    {"W-03", "rest_hours", AT(adult.rest_min), 60},
    {"W-03", "week_days", AT(adult.week_days), 1},
    {"W-03", "hard", AT(adult.hard), 1},
    {"W-03", "plan_week_hours", AT(plan_week_min), 60},
    {"W-04", "day_hours", AT(minor.day_min), 60},
    {"W-04", "week_hours", AT(minor.week_min), 60},
    {"W-04", "rest_hours", AT(minor.rest_min), 60},
    {"W-04", "week_days", AT(minor.week_days), 1},
    {"W-04", "hard", AT(minor.hard), 1},
    {"E-02", "least_session_minutes", AT(least_session), 1},
    {"B-09", "fresh_days", AT(fresh_days), 1},
    {"E-10", "warn_margin_days", AT(warn_margin), 1},
    {"H-10", "after_plan_days", AT(warn_standing), 1},
    {"C-07", "metres_a_minute", AT(metres_a_minute), 1},
};

#define LAW_ROWS (sizeof law_rows / sizeof law_rows[0])

static int32_t *law_place(struct matching_law *law, size_t i)
{
    return (int32_t *)(void *)((unsigned char *)law + law_rows[i].at);
}

static bool is_row(const struct law_row *l, const char *rule, const char *name)
{
    return strcmp(l->rule, rule) == 0 && strcmp(l->name, name) == 0;
}

int matching_read_law(const struct conn_step *s, struct matching_law *out)
{
    size_t found = 0;

    memset(out, 0, sizeof *out);
    for (int k = 0; k < row_count(s->result); k++) {
        struct row r;
        const char *rule, *name;
        int32_t amount;

        row_init(&r, s->result, k);
        rule = row_text(&r, NULL);
        name = row_text(&r, NULL);
        amount = row_i32(&r);
        if (row_end(&r) != ERR_OK)
            return ERR_FORMAT;
        for (size_t i = 0; i < LAW_ROWS; i++)
            if (is_row(&law_rows[i], rule, name)) {
                if (__builtin_mul_overflow(amount, law_rows[i].times, law_place(out, i)))
                    return ERR_FORMAT;
                found++;
            }
    }
    return found == LAW_ROWS ? ERR_OK : ERR_FORMAT; /* no two rows of one name hold on one day */
}

void matching_own_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                       const struct uuid *chain)
{
    conn_step_begin(s, p, &stmts[MATCHING_OWN_SLOTS]);
    param_uuid(p, case_id);
    id_or_null(p, chain);
}

int matching_read_own(const struct conn_step *s, struct matching_time out[MATCHING_OWN], size_t *n)
{
    *n = (size_t)row_count(s->result);
    if (*n > MATCHING_OWN)
        return ERR_LIMIT;
    for (size_t i = 0; i < *n; i++) {
        struct row r;

        row_init(&r, s->result, (int)i);
        matching_read_time(&r, &out[i]);
        if (row_end(&r) != ERR_OK)
            return ERR_FORMAT;
    }
    return ERR_OK;
}

void matching_read_time(struct row *r, struct matching_time *out)
{
    const char *weeks;
    size_t n;

    memset(out, 0, sizeof *out);
    out->slot.weekday = row_i32(r);
    out->slot.from_min = row_i32(r);
    out->slot.to_min = row_i32(r);
    weeks = row_text(r, &n);
    out->slot.weeks = slot_weeks_parse(weeks, n);
    out->days.first = row_i32(r);
    out->days.last = row_i32(r);
    if (slot_check(&out->slot) != SLOT_FINE)
        r->bad = true;
}

void matching_met_step(struct conn_step *s, struct param_list *p, const struct uuid *cases, size_t n)
{
    conn_step_begin(s, p, &stmts[MATCHING_MET_SITES]);
    param_uuid_array(p, cases, n);
}

int matching_read_met(const struct conn_step *s, struct uuid out[MATCHING_MET], size_t *n)
{
    *n = (size_t)row_count(s->result);
    if (*n > MATCHING_MET)
        return ERR_LIMIT;
    for (size_t i = 0; i < *n; i++) {
        struct row r;

        row_init(&r, s->result, (int)i);
        row_uuid(&r, &out[i]);
        if (row_end(&r) != ERR_OK)
            return ERR_FORMAT;
    }
    return ERR_OK;
}

void matching_home_step(struct conn_step *s, struct param_list *p, const char *insee)
{
    conn_step_begin(s, p, &stmts[MATCHING_HOME]);
    param_str(p, insee);
}

int matching_read_home(const struct conn_step *s, bool *known, int32_t *lat, int32_t *lon)
{
    struct row r;

    *known = row_count(s->result) > 0;
    *lat = *lon = 0;
    if (!*known)
        return ERR_OK;
    row_init(&r, s->result, 0);
    *lat = row_i32(&r);
    *lon = row_i32(&r);
    return row_end(&r);
}
