/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over the functions of plans; who reads what of whom is decided in them. */
#include <string.h>

#include "store/plan.h"
#include "store/row.h"
#include "store/row_array.h"
#include "store/rows.h"

#include "base/banned.h"

#define HEADS "SELECT id, made_at, expires_at, made_by, from_day, people FROM casework.plan WHERE expires_at > now() "

static const struct conn_stmt stmts[PLAN_STATEMENTS] = {
    [PLAN_FACTS] = {"plan_facts", "SELECT * FROM casework.waiting_facts($1) LIMIT 2001"},
    [PLAN_POSTS] = {"plan_posts", "SELECT x.mark, x.base, coalesce(x.posts, '{}') FROM casework.posts_changed($1, 501) "
                                  "AS x"},
    [PLAN_TIMES] = {"plan_times", "SELECT * FROM casework.times_of_cases($1)"},
    [PLAN_SITES] = {"plan_sites", "SELECT * FROM casework.sites_of_cases($1)"},
    [PLAN_HOMES] = {"plan_homes", "SELECT c.insee, round(c.lat * 1000000)::integer, round(c.lon * 1000000)::integer "
                                  "FROM offer.commune c WHERE c.insee = ANY ($1::text[]) AND c.lat IS NOT NULL "
                                  "ORDER BY c.insee COLLATE \"C\""},
    [PLAN_NEW] = {"plan_new", "SELECT id, made_at, expires_at FROM casework.plan_new($1, $2, $3, $4, $5, $6, $7, $8, "
                              "$9, $10, $11)"},
    [PLAN_LIST] = {"plan_list", HEADS "AND ($1::timestamptz IS NULL OR (made_at, id) < ($1::timestamptz, $2::uuid)) "
                                      "ORDER BY made_at DESC, id DESC LIMIT 26"},
    [PLAN_ONE] = {"plan_one", HEADS "AND id = $1"},
    [PLAN_LINES] = {"plan_lines", "SELECT * FROM casework.plan_lines($1)"},
};

const struct conn_group plan_statements = {stmts, PLAN_STATEMENTS};

static void ids_step(struct conn_step *s, struct param_list *p, enum plan_statement which, const struct uuid *ids,
                     size_t n)
{
    conn_step_begin(s, p, &stmts[which]);
    if (ids == NULL)
        param_null(p);
    else
        param_uuid_array(p, ids, n);
}

void plan_facts_step(struct conn_step *s, struct param_list *p, const struct uuid *measures, size_t n)
{
    ids_step(s, p, PLAN_FACTS, measures, n);
}

static void read_facts(struct row *r, void *out)
{
    struct plan_facts *f = out;

    row_uuid(r, &f->case_id);
    f->profile_version = row_i32(r);
    f->measure.minor = row_bool(r);
    row_copy(r, f->measure.departement, sizeof f->measure.departement);
    f->measure.today = row_i32(r);
    matching_case_read_measure(r, &f->measure);
}

int plan_read_facts(const struct conn_step *s, struct plan_facts **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_facts, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}

void plan_posts_step(struct conn_step *s, struct param_list *p, const char *const *given, size_t n)
{
    conn_step_begin(s, p, &stmts[PLAN_POSTS]);
    param_text_array(p, given, n);
}

int plan_read_posts(const struct conn_step *s, struct matching_changes *out)
{
    struct row r;

    memset(out, 0, sizeof *out);
    row_init(&r, s->result, 0);
    matching_case_read_changes(&r, out);
    return row_end(&r);
}

void plan_times_step(struct conn_step *s, struct param_list *p, const struct uuid *cases, size_t n)
{
    ids_step(s, p, PLAN_TIMES, cases, n);
}

static void read_time(struct row *r, void *out)
{
    struct plan_time *t = out;

    row_uuid(r, &t->case_id);
    matching_read_time(r, &t->time);
}

int plan_read_times(const struct conn_step *s, struct plan_time **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_time, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}

void plan_sites_step(struct conn_step *s, struct param_list *p, const struct uuid *cases, size_t n)
{
    ids_step(s, p, PLAN_SITES, cases, n);
}

static void read_site(struct row *r, void *out)
{
    struct plan_site *t = out;

    row_uuid(r, &t->case_id);
    row_uuid(r, &t->site);
}

int plan_read_sites(const struct conn_step *s, struct plan_site **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_site, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}

void plan_homes_step(struct conn_step *s, struct param_list *p, const char *const *insee, size_t n)
{
    conn_step_begin(s, p, &stmts[PLAN_HOMES]);
    param_text_array(p, insee, n);
}

void plan_new_step(struct conn_step *s, struct param_list *p, const struct plan_new *plan, const unsigned char key[32],
                   const unsigned char digest[32])
{
    conn_step_begin(s, p, &stmts[PLAN_NEW]);
    param_day(p, &plan->from);
    param_i32(p, plan->people);
    param_uuid_array(p, plan->measure, plan->n);
    param_uuid_array(p, plan->post, plan->n);
    param_i32_array(p, plan->first_day, plan->n);
    param_i32_array(p, plan->last_day, plan->n);
    param_i32_array(p, plan->measure_version, plan->n);
    param_i32_array(p, plan->profile_version, plan->n);
    param_i32_array(p, plan->post_version, plan->n);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

static void read_made(struct row *r, struct plan_made *out)
{
    row_uuid(r, &out->id);
    out->made_us = row_time(r);
    out->expires_us = row_time(r);
}

int plan_read_new(const struct conn_step *s, struct plan_made *out)
{
    struct row r;

    row_init(&r, s->result, 0);
    read_made(&r, out);
    return row_end(&r);
}

void plan_list_step(struct conn_step *s, struct param_list *p, const struct page_cursor *after)
{
    conn_step_begin(s, p, &stmts[PLAN_LIST]);
    param_cursor(p, after);
}

static void read_head(struct row *r, void *item)
{
    struct plan_head *out = item;

    read_made(r, &out->made);
    row_uuid(r, &out->made_by);
    row_day(r, &out->from);
    out->people = row_i32(r);
}

int plan_read_list(const struct conn_step *s, struct plan_head out[PLAN_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_head, out, sizeof *out, PLAN_PAGE, n, more);
}

void plan_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_begin(s, p, &stmts[PLAN_ONE]);
    param_uuid(p, id);
}

int plan_read_one(const struct conn_step *s, struct plan_head *out)
{
    return rows_read_one(s, read_head, out, sizeof *out);
}

void plan_lines_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_begin(s, p, &stmts[PLAN_LINES]);
    param_uuid(p, id);
}

static void read_line(struct row *r, void *out)
{
    struct plan_line *l = out;

    row_uuid(r, &l->measure);
    row_uuid(r, &l->case_id);
    row_uuid(r, &l->post);
    row_copy(r, l->title, sizeof l->title);
    row_uuid(r, &l->host);
    row_copy(r, l->host_name, sizeof l->host_name);
    row_day(r, &l->first_day);
    row_day(r, &l->last_day);
    l->n_stale = row_array_text(r, l->stale[0], sizeof l->stale[0], PLAN_STALE);
}

int plan_read_lines(const struct conn_step *s, struct plan_line **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_line, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}
