/* SPDX-License-Identifier: EUPL-1.2 */
/* Selects over offer.post and what hangs on it, under row policies. A post comes with its slots in the same row, as
 * arrays: whoever changes them names one version, so both must be of one instant. What follows from slots (night,
 * evening, weekend) is not asked of SQL but of domain/slot.h. Points are whole millionths of a degree, so that no
 * floating number travels. */
#include <string.h>

#include "base/err.h"
#include "store/post.h"
#include "store/row.h"
#include "store/row_array.h"
#include "store/rows.h"
#include "store/slots.h"
#include "store/weeks_sql.h"

#include "base/banned.h"

#define FRESH \
    "coalesce(p.confirmed_on + (SELECT offer.rule_amount('B-09', 'fresh_days', offer.today())) " \
    ">= (SELECT offer.today()), false)"
#define ITEM \
    "p.id, p.host_id, o.name, s.id, s.name, s.insee, c.nom, s.stop, s.lines, " \
    "coalesce(s.stop_walk_min, 0), round(coalesce(s.lat, c.lat) * 1000000)::integer, " \
    "round(coalesce(s.lon, c.lon) * 1000000)::integer, p.public::text, p.title, p.family::text, p.places, " \
    "p.car_needed, coalesce(p.transit_first, 0), coalesce(p.transit_last, 0), " \
    "coalesce(p.transit_saturday_first, 0), coalesce(p.transit_saturday_last, 0), p.transit_saturday_none, " \
    "coalesce(p.transit_sunday_first, 0), coalesce(p.transit_sunday_last, 0), p.transit_sunday_none, " \
    "p.state::text, p.inscribed_on, p.confirmed_on, " FRESH ", t.weekdays, t.from_mins, t.to_mins, t.weeks, " \
    "t.places, p.version, p.created_at"
#define JOINS \
    "JOIN sec.organisation o ON o.id = p.host_id JOIN offer.site s ON s.id = p.site_id " \
    "JOIN offer.commune c ON c.insee = s.insee CROSS JOIN LATERAL (" \
    "SELECT coalesce(array_agg(x.weekday ORDER BY x.n), '{}') AS weekdays, " \
    "coalesce(array_agg(x.from_min ORDER BY x.n), '{}') AS from_mins, " \
    "coalesce(array_agg(x.to_min ORDER BY x.n), '{}') AS to_mins, " \
    "coalesce(array_agg(" WEEKS_SQL("x.weeks") " " \
    "ORDER BY x.n), '{}') AS weeks, " \
    "coalesce(array_agg(coalesce(x.places, 0) ORDER BY x.n), '{}') AS places " \
    "FROM offer.slot x WHERE x.post_id = p.id) t "

static const struct conn_stmt stmts[POST_STATEMENTS] = {
    [POST_LIST] = {"posts",
        "SELECT " ITEM ", f.metres, f.way, false FROM offer.find_posts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
        "$12, $13, $14, $15, $16, $17, $18, $19, $20, $21) WITH ORDINALITY AS f (id, metres, way, n) "
        "JOIN offer.post p ON p.id = f.id " JOINS "ORDER BY f.n"},
    [POST_SEARCH] = {"posts_of_search",
        "SELECT " ITEM ", f.metres, f.way, f.new FROM offer.search_posts($1, $2, $3, $4, $5) "
        "WITH ORDINALITY AS f (id, metres, way, new, n) JOIN offer.post p ON p.id = f.id " JOINS "ORDER BY f.n"},
    [POST_SHEET] = {"post_sheet",
        "SELECT " ITEM ", p.nature, p.manner, p.learning, coalesce(p.min_hours, 0), coalesce(p.max_hours, 0), "
        "p.needs::text[], p.special_risk, p.care_setting, p.meets_children, p.meets_vulnerable, p.meets_public, "
        "p.protection, p.dress, p.meals, k.id, coalesce(k.name, ''), coalesce(k.function, ''), "
        "coalesce(k.phone, ''), k.trained_on FROM offer.post p " JOINS
        "LEFT JOIN offer.contact k ON k.id = p.in_charge WHERE p.id = $1"},
    [POST_LIST_CLOSURES] = {"post_closures",
        "SELECT id, lower(days), upper(days) - 1, reason FROM offer.closure "
        "WHERE post_id = $1 AND upper(days) > offer.today() ORDER BY lower(days) LIMIT 100"},
    [POST_LIST_SUSPENSIONS] = {"post_suspensions",
        "SELECT side::text, reason, since FROM offer.suspension "
        "WHERE post_id = $1 AND ended_at IS NULL ORDER BY since, side"},
    [POST_LIST_BARS] = {"post_bars",
        "SELECT b.family::text FROM offer.post_bar b WHERE b.post_id = $1 ORDER BY b.family"},
};

const struct conn_group post_statements = {stmts, POST_STATEMENTS};

/* A nil id is one that nothing has, and not none. */
static void param_id(struct param_list *p, const struct uuid *id)
{
    if (id == NULL)
        param_null(p);
    else
        param_uuid(p, id);
}

static void param_metres(struct param_list *p, bool there, int32_t v)
{
    if (there)
        param_i32(p, v);
    else
        param_null(p);
}

void post_param_filter(struct param_list *p, const struct post_filter *f)
{
    param_id(p, f->host);
    param_str(p, f->commune);
    param_str(p, f->family);
    param_str(p, f->public);
    param_str(p, f->near);
    param_metres(p, f->within > 0, f->within);
    param_i32(p, (int32_t)f->weekdays);
    param_i32(p, f->begin_from);
    param_i32(p, f->home_by);
    if (f->car == POST_CAR_ANY)
        param_null(p);
    else
        param_bool(p, f->car == POST_CAR_NEEDED);
    param_bool(p, f->transit);
    param_bool(p, f->free);
    param_bool(p, f->fresh);
}

static void param_after(struct param_list *p, const struct post_page *page)
{
    bool later = page->after != NULL;

    if (later && !page->nearest_first)
        param_time(p, page->after->us);
    else
        param_null(p);
    param_metres(p, later && page->nearest_first, later ? (int32_t)page->after->us : 0);
    param_id(p, later ? &page->after->id : NULL);
    param_bool(p, page->nearest_first);
}

void post_list_step(struct conn_step *s, struct param_list *p, const struct post_page *page)
{
    const struct post_filter *f = &page->filter;

    conn_step_begin(s, p, &stmts[POST_LIST]);
    param_after(p, page);
    param_str(p, page->state);
    param_bool(p, page->on_offer);
    param_metres(p, f->has_point, f->lat);
    param_metres(p, f->has_point, f->lon);
    post_param_filter(p, f);
}

void post_search_step(struct conn_step *s, struct param_list *p, const struct post_page *page,
                      const struct uuid *search)
{
    conn_step_begin(s, p, &stmts[POST_SEARCH]);
    param_after(p, page);
    param_uuid(p, search);
}

void post_sheet_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[POST_SHEET], id);
}

void post_closures_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[POST_LIST_CLOSURES], id);
}

void post_suspensions_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[POST_LIST_SUSPENSIONS], id);
}

void post_bars_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[POST_LIST_BARS], id);
}

static void read_item(struct row *r, struct post *out)
{
    row_uuid(r, &out->id);
    row_uuid(r, &out->host);
    row_copy(r, out->host_name, sizeof out->host_name);
    row_uuid(r, &out->site);
    row_copy(r, out->site_name, sizeof out->site_name);
    row_copy(r, out->insee, sizeof out->insee);
    row_copy(r, out->commune, sizeof out->commune);
    row_copy(r, out->stop, sizeof out->stop);
    row_copy(r, out->lines, sizeof out->lines);
    out->stop_walk_min = row_i32(r);
    out->located = row_point(r, &out->lat, &out->lon);
    row_copy(r, out->public, sizeof out->public);
    row_copy(r, out->title, sizeof out->title);
    row_copy(r, out->family, sizeof out->family);
    out->places = row_i32(r);
    out->car_needed = row_bool(r);
    out->transit_first = row_i32(r);
    out->transit_last = row_i32(r);
    row_hours(r, &out->transit_saturday);
    row_hours(r, &out->transit_sunday);
    row_copy(r, out->state, sizeof out->state);
    row_day_or_none(r, &out->inscribed_on);
    row_day_or_none(r, &out->confirmed_on);
    out->fresh = row_bool(r);
    out->slots = slots_read(r, out->slot, SLOT_MAX);
    out->version = row_i32(r);
    out->created_us = row_time(r);
}

static void read_post(struct row *r, void *item)
{
    struct post *out = item;

    read_item(r, out);
    out->metres = row_i32_or(r, -1);
    out->way_min = row_i32_or(r, -1);
    out->fresh_find = row_bool(r);
}

int post_read_list(const struct conn_step *s, struct post out[POST_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_post, out, sizeof *out, POST_PAGE, n, more);
}

int64_t post_order(const struct post *p, bool nearest_first)
{
    if (!nearest_first)
        return p->created_us;
    return p->metres < 0 ? INT32_MAX : p->metres;
}

int post_read_sheet(const struct conn_step *s, struct post_sheet *out)
{
    struct row r;

    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    memset(out, 0, sizeof *out);
    row_init(&r, s->result, 0);
    read_item(&r, &out->post);
    row_copy(&r, out->nature, sizeof out->nature);
    row_copy(&r, out->manner, sizeof out->manner);
    row_copy(&r, out->learning, sizeof out->learning);
    out->min_hours = row_i32(&r);
    out->max_hours = row_i32(&r);
    out->needs = row_array_text(&r, out->need[0], sizeof out->need[0], POST_NEEDS);
    out->special_risk = row_bool(&r);
    out->care_setting = row_bool(&r);
    out->meets_children = row_bool(&r);
    out->meets_vulnerable = row_bool(&r);
    out->meets_public = row_bool(&r);
    row_copy(&r, out->protection, sizeof out->protection);
    row_copy(&r, out->dress, sizeof out->dress);
    row_copy(&r, out->meals, sizeof out->meals);
    row_uuid_or_nil(&r, &out->in_charge);
    row_copy(&r, out->in_charge_name, sizeof out->in_charge_name);
    row_copy(&r, out->in_charge_function, sizeof out->in_charge_function);
    row_copy(&r, out->in_charge_phone, sizeof out->in_charge_phone);
    row_day_or_none(&r, &out->in_charge_trained_on);
    return row_end(&r);
}

static void read_closure(struct row *r, void *item)
{
    struct post_closure *out = item;

    row_uuid(r, &out->id);
    row_day(r, &out->first);
    row_day(r, &out->last);
    row_copy(r, out->reason, sizeof out->reason);
}

int post_read_closures(const struct conn_step *s, struct post_closure out[POST_CLOSURES], size_t *n)
{
    return rows_read(s, read_closure, out, sizeof *out, POST_CLOSURES, n);
}

static void read_suspension(struct row *r, void *item)
{
    struct post_suspension *out = item;

    row_copy(r, out->side, sizeof out->side);
    row_copy(r, out->reason, sizeof out->reason);
    out->since_us = row_time(r);
}

int post_read_suspensions(const struct conn_step *s, struct post_suspension out[POST_SIDES], size_t *n)
{
    return rows_read(s, read_suspension, out, sizeof *out, POST_SIDES, n);
}

static void read_bar(struct row *r, void *item)
{
    row_copy(r, item, WORD_MAX + 1);
}

int post_read_bars(const struct conn_step *s, char out[POST_BARS][WORD_MAX + 1], size_t *n)
{
    return rows_read(s, read_bar, out, sizeof *out, POST_BARS, n);
}
