/* SPDX-License-Identifier: EUPL-1.2 */
/* Calls of functions over offer.search. */
#include "store/row.h"
#include "store/rows.h"
#include "store/search.h"

#include "base/banned.h"

static const struct conn_stmt stmts[SEARCH_STATEMENTS] = {
    [SEARCH_LIST] = {"searches", "SELECT id, name, host, commune, family, public, near, within, weekdays, begin_from, "
                                 "home_by, car_needed, transit, free, fresh, known, news, round, version "
                                 "FROM offer.searches($1)"},
    [SEARCH_NEW] = {"search_new", "SELECT id, replayed FROM offer.search_new($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
                                  "$11, $12, $13, $14, $15, $16)"},
    [SEARCH_PUT] = {"search_put", "SELECT offer.search_put($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
                                  "$14, $15, $16)"},
    [SEARCH_DROP] = {"search_drop", "SELECT offer.search_drop($1)"},
    [SEARCH_SEEN] = {"search_seen", "SELECT offer.search_seen($1, $2)"},
};

const struct conn_group search_statements = {stmts, SEARCH_STATEMENTS};

void search_list_step(struct conn_step *s, struct param_list *p, const struct uuid *one)
{
    conn_step_begin(s, p, &stmts[SEARCH_LIST]);
    if (one == NULL)
        param_null(p);
    else
        param_uuid(p, one);
}

void search_new_step(struct conn_step *s, struct param_list *p, const char *name, const struct post_filter *f,
                     const unsigned char key[32], const unsigned char digest[32])
{
    conn_step_begin(s, p, &stmts[SEARCH_NEW]);
    param_str(p, name);
    post_param_filter(p, f);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void search_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                     const char *name, const struct post_filter *f)
{
    conn_step_about(s, p, &stmts[SEARCH_PUT], id);
    param_i32(p, expected);
    param_str(p, name);
    post_param_filter(p, f);
}

void search_drop_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[SEARCH_DROP], id);
}

void search_seen_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int64_t as_of)
{
    conn_step_about(s, p, &stmts[SEARCH_SEEN], id);
    param_i64(p, as_of);
}

/* An INSEE code or nothing, as the filter has it. */
static const char *read_insee(struct row *r, char out[PLACE_INSEE + 1])
{
    if (row_null(r))
        return NULL;
    row_copy(r, out, PLACE_INSEE + 1);
    return out;
}

static void read_filter(struct row *r, struct search *s)
{
    struct post_filter *f = &s->filter;

    if (!row_null(r)) {
        row_uuid(r, &s->host);
        f->host = &s->host;
    }
    f->commune = read_insee(r, s->commune);
    f->family = row_word(r, WORD_TASK_FAMILY);
    f->public = row_word(r, WORD_PUBLIC);
    f->near = read_insee(r, s->near);
    f->within = row_i32_or(r, 0);
    f->weekdays = (uint32_t)row_i32(r);
    f->begin_from = row_i32(r);
    f->home_by = row_i32(r);
    if (!row_null(r))
        f->car = row_bool(r) ? POST_CAR_NEEDED : POST_CAR_NOT_NEEDED;
    f->transit = row_bool(r);
    f->free = row_bool(r);
    f->fresh = row_bool(r);
}

static void read_search(struct row *r, void *item)
{
    struct search *out = item;

    row_uuid(r, &out->id);
    row_copy(r, out->name, sizeof out->name);
    read_filter(r, out);
    out->known = row_bool(r);
    out->news = row_i32(r);
    out->as_of = row_i64(r);
    out->version = row_i32(r);
}

int search_read_list(const struct conn_step *s, struct search out[SEARCH_MOST], size_t *n)
{
    return rows_read(s, read_search, out, sizeof *out, SEARCH_MOST, n);
}
