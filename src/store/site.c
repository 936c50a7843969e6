/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over offer.site. */
#include "store/row.h"
#include "store/rows.h"
#include "store/site.h"

#include "base/banned.h"

static const struct conn_stmt stmts[SITE_STATEMENTS] = {
    [SITE_LIST] = {"site_list", "SELECT s.id, s.name, s.address, s.insee, c.nom, round(s.lat * 1e6)::int, "
                                "round(s.lon * 1e6)::int, s.access, s.step_free, s.stop, s.lines, "
                                "coalesce(s.stop_walk_min, 0), s.closed, s.version "
                                "FROM offer.site s JOIN offer.commune c ON c.insee = s.insee "
                                "WHERE s.host_id = $1 ORDER BY s.name, s.id"},
    [SITE_NEW] = {"site_new", "SELECT id, replayed FROM offer.site_new($1, $2, $3, $4, $5::int / 1e6::float8, "
                              "$6::int / 1e6::float8, $7, $8, $9, $10, $11, $12, $13)"},
    [SITE_PUT] = {"site_put", "SELECT offer.site_put($1, $2, $3, $4, $5, $6::int / 1e6::float8, "
                              "$7::int / 1e6::float8, $8, $9, $10, $11, $12, $13)"},
};

const struct conn_group site_statements = {stmts, SITE_STATEMENTS};

void site_list_step(struct conn_step *s, struct param_list *p, const struct uuid *host)
{
    conn_step_about(s, p, &stmts[SITE_LIST], host);
}

static void read_site(struct row *r, void *item)
{
    struct site *out = item;

    row_uuid(r, &out->id);
    row_copy(r, out->name, sizeof out->name);
    row_copy(r, out->address, sizeof out->address);
    row_copy(r, out->insee, sizeof out->insee);
    row_copy(r, out->commune, sizeof out->commune);
    out->point.known = row_point(r, &out->point.lat, &out->point.lon);
    row_copy(r, out->access, sizeof out->access);
    out->step_free = row_bool(r);
    row_copy(r, out->stop, sizeof out->stop);
    row_copy(r, out->lines, sizeof out->lines);
    out->stop_walk_min = row_i32(r);
    out->closed = row_bool(r);
    out->version = row_i32(r);
}

int site_read_list(const struct conn_step *s, struct site **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_site, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}

static void put_sheet(struct param_list *p, const struct site_sheet *h)
{
    param_str(p, h->name);
    param_str(p, h->address);
    param_str(p, h->insee);
    if (h->point.known) {
        param_i32(p, h->point.lat);
        param_i32(p, h->point.lon);
    } else {
        param_null(p);
        param_null(p);
    }
    param_str(p, h->access);
    param_bool(p, h->step_free);
    param_str(p, h->stop != NULL ? h->stop : "");
    param_str(p, h->lines != NULL ? h->lines : "");
    if (h->stop_walk_min > 0)
        param_i32(p, h->stop_walk_min);
    else
        param_null(p);
}

void site_new_step(struct conn_step *s, struct param_list *p, const struct uuid *host, const struct site_sheet *h,
                   const unsigned char *key, const unsigned char *digest)
{
    conn_step_about(s, p, &stmts[SITE_NEW], host);
    put_sheet(p, h);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void site_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                   const struct site_sheet *h)
{
    conn_step_about(s, p, &stmts[SITE_PUT], id);
    param_i32(p, expected);
    put_sheet(p, h);
    param_bool(p, h->closed);
}
