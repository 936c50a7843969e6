/* SPDX-License-Identifier: EUPL-1.2 */
/* Days travel as whole numbers from 1970, as the matcher counts them, so that no date is turned twice. Who is where of
 * other cases is asked of one function, which tells places and no person. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "store/matching.h"
#include "store/row.h"

#include "base/banned.h"

static const struct conn_stmt stmts[MATCHING_STATEMENTS] = {
    [MATCHING_TODAY] = {"matching_today", "SELECT offer.today() - date '1970-01-01'"},
    [MATCHING_LAW] = {"matching_law",
        "SELECT p.rule, p.name, p.amount FROM offer.rule_param p WHERE p.valid @> (SELECT offer.today()) "
        "AND p.amount IS NOT NULL"},
    [MATCHING_MET_SITES] = {"matching_met",
        "SELECT DISTINCT x.site_id FROM casework.sites_of_cases($1) AS x ORDER BY x.site_id LIMIT 257"},
    [MATCHING_HOME] = {"matching_home",
        "SELECT round(c.lat * 1000000)::integer, round(c.lon * 1000000)::integer FROM offer.commune c "
        "WHERE c.insee = $1 AND c.lat IS NOT NULL"},
    [MATCHING_HOMES] = {"matching_homes",
        "SELECT c.insee, round(c.lat * 1000000)::integer, round(c.lon * 1000000)::integer FROM offer.commune c "
        "WHERE c.departement = $1 AND c.lat IS NOT NULL ORDER BY c.insee COLLATE \"C\""},
    [MATCHING_VAIN] = {"matching_vain", "SELECT list, place FROM casework.named_in_vain($1, $2, $3, $4)"},
};

const struct conn_group matching_statements = {stmts, MATCHING_STATEMENTS};

void matching_today_step(struct conn_step *s)
{
    conn_step_begin(s, NULL, &stmts[MATCHING_TODAY]);
}

int matching_read_today(const struct conn_step *s, int32_t *today)
{
    struct row r;

    row_init(&r, s->result, 0);
    *today = row_i32(&r);
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

#define MEANS(name)                                                      \
    {"C-07", #name "_fixed_minutes", AT(travel.name.fixed_min), 1},      \
    {"C-07", #name "_metres_a_minute", AT(travel.name.metres_min), 1},   \
    {"C-07", #name "_spread_percent", AT(travel.name.spread), 1},        \
    {"C-07", #name "_most_minutes", AT(travel.name.most_min), 1}

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
    {"W-04", "unbroken_minutes", AT(minor.unbroken_min), 1},
    {"W-04", "break_minutes", AT(minor.break_min), 1},
    {"W-04", "hard", AT(minor.hard), 1},
    {"E-02", "least_session_minutes", AT(least_session), 1},
    {"B-09", "fresh_days", AT(fresh_days), 1},
    {"E-10", "warn_margin_days", AT(warn_margin), 1},
    {"H-10", "after_plan_days", AT(warn_standing), 1},
    {"C-07", "detour_far_permille", AT(travel.detour_far), 1},
    {"C-07", "detour_near_permille", AT(travel.detour_near), 1},
    {"C-07", "detour_fall_metres", AT(travel.detour_fall_m), 1},
    {"C-07", "centre_metres", AT(travel.centre_m), 1},
    {"C-07", "transit_first_minute", AT(travel.transit_first), 1},
    {"C-07", "transit_last_minute", AT(travel.transit_last), 1},
    MEANS(foot),
    MEANS(bicycle),
    MEANS(transit),
    MEANS(car),
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

static void read_site(struct row *r, void *item)
{
    row_uuid(r, item);
}

int matching_read_met(const struct conn_step *s, struct uuid out[MATCHING_MET], size_t *n)
{
    return row_list(s, read_site, out, sizeof *out, MATCHING_MET, n);
}

void matching_homes_step(struct conn_step *s, struct param_list *p, const char *departement)
{
    conn_step_begin(s, p, &stmts[MATCHING_HOMES]);
    param_str(p, departement);
}

int matching_read_homes(const struct conn_step *s, struct matching_home **out, size_t *n)
{
    struct matching_home *homes;

    *n = (size_t)row_count(s->result);
    *out = homes = calloc(*n + 1, sizeof *homes);
    if (homes == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < *n; i++) {
        struct row r;

        row_init(&r, s->result, (int)i);
        row_copy(&r, homes[i].insee, sizeof homes[i].insee);
        homes[i].lat = row_i32(&r);
        homes[i].lon = row_i32(&r);
        if (row_end(&r) != ERR_OK) {
            free(homes);
            *out = NULL;
            return ERR_FORMAT;
        }
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

void matching_vain_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                        const struct matching_avoided *a)
{
    conn_step_about(s, p, &stmts[MATCHING_VAIN], case_id);
    param_uuid_array(p, a->cases, a->n_cases);
    param_uuid_array(p, a->hosts, a->n_hosts);
    param_uuid_array(p, a->sites, a->n_sites);
}

int matching_read_vain(const struct conn_step *s, enum matching_list *list, size_t *place)
{
    struct row r;
    int32_t which, at;

    *list = MATCHING_NO_LIST;
    *place = 0;
    if (row_count(s->result) == 0)
        return ERR_OK;
    row_init(&r, s->result, 0);
    which = row_i32(&r);
    at = row_i32(&r);
    if (row_end(&r) != ERR_OK || which < MATCHING_CASES || which > MATCHING_SITES || at < 1)
        return ERR_FORMAT;
    *list = (enum matching_list)which;
    *place = (size_t)at - 1;
    return ERR_OK;
}
