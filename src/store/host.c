/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over offer.host and what hangs on it. How a host stands is asked of offer.standing() row by row, in the
 * asker's département, or in the host's own where the asker has none (its people, auditors); the last day is that of
 * the unbroken time that reaches farthest, so that a renewal in time takes a host out of "ending". */
#include <string.h>

#include "base/err.h"
#include "store/host.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

/* n: today, the last day that counts as soon, and the asker's home. w: how host h stands. */
#define SHEET(more) \
    "WITH now AS MATERIALIZED (SELECT t.today, (t.today + make_interval(months => (SELECT max(m::int) " \
    "FROM unnest(offer.rule_list('H-10', 'warning_months', t.today)) m)))::date AS soon, " \
    "(SELECT departement FROM sec.organisation WHERE id = (SELECT (sec.me()).org)) AS home " \
    "FROM (SELECT offer.today()) AS t (today)) " \
    "SELECT h.id, o.name, h.form::text, h.siren, h.insee, c.nom, h.state::text, w.standing, w.until, h.version, " \
    "h.created_at" more " FROM now n CROSS JOIN offer.host h JOIN sec.organisation o ON o.id = h.id " \
    "JOIN offer.commune c ON c.insee = h.insee " \
    "CROSS JOIN LATERAL (SELECT coalesce(n.home, c.departement) AS departement) d " \
    "CROSS JOIN LATERAL (SELECT offer.standing(h.id, d.departement, 'adults', n.today) AS word) s " \
    "CROSS JOIN LATERAL (SELECT CASE WHEN s.word IN ('valid', 'expired') THEN (SELECT max(upper(r)) - 1 FROM (" \
    "SELECT unnest(range_agg(a.valid)) AS r FROM offer.habilitation a WHERE a.host_id = h.id AND " \
    "a.public = 'adults' AND a.territory IN (d.departement, 'FR')) x WHERE lower(r) <= n.today) END AS until) u " \
    "CROSS JOIN LATERAL (SELECT CASE WHEN s.word = 'valid' AND u.until <= n.soon THEN 'ending' ELSE s.word END " \
    "AS standing, u.until) w "

static const struct conn_stmt stmts[HOST_STATEMENTS] = {
    [HOST_LIST] = {"host_list",
                   SHEET("") "WHERE ($1::text IS NULL OR h.form::text = $1) AND ($2::text IS NULL OR h.insee = $2) "
                             "AND ($3::text IS NULL OR h.state::text = $3) AND ($4::text IS NULL OR w.standing = $4) "
                             "AND ($5::timestamptz IS NULL OR (h.created_at, h.id) < ($5, $6::uuid)) "
                             "ORDER BY h.created_at DESC, h.id DESC LIMIT 51"},
    [HOST_ONE] = {"host_one", SHEET(", h.address, h.state_reason") "WHERE h.id = $1"},
    [HOST_HABILITATIONS] = {"host_habilitations", "SELECT territory, public::text, lower(valid), upper(valid) - 1, "
                                                  "withdrawn_by IS NOT NULL FROM offer.habilitation "
                                                  "WHERE host_id = $1 ORDER BY lower(valid) DESC, territory, public"},
    [HOST_PROCEDURES] = {"host_procedures", "SELECT id, kind::text, public::text, state::text FROM offer.procedure "
                                            "WHERE host_id = $1 AND post_id IS NULL AND state IN "
                                            "('draft', 'asked', 'recorded') ORDER BY created_at, id"},
    [HOST_NEW] = {"host_new", "SELECT id, replayed FROM offer.host_new($1, $2, $3, $4, $5, $6, $7, $8)"},
    [HOST_PUT] = {"host_put", "SELECT offer.host_put($1, $2, $3, $4, $5, $6, $7)"},
    [HOST_SET_STATE] = {"host_set_state", "SELECT offer.host_set_state($1, $2, $3, $4)"},
};

const struct conn_group host_statements = {stmts, HOST_STATEMENTS};

void host_list_step(struct conn_step *s, struct param_list *p, const struct host_filter *f,
                    const struct page_cursor *after)
{
    conn_step_begin(s, p, &stmts[HOST_LIST]);
    param_str(p, f->form);
    param_str(p, f->insee);
    param_str(p, f->state);
    param_str(p, f->standing == STANDING_UNKNOWN ? NULL : standing_code(f->standing));
    param_cursor(p, after);
}

void host_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[HOST_ONE], id);
}

void host_habilitations_step(struct conn_step *s, struct param_list *p, const struct uuid *host)
{
    conn_step_about(s, p, &stmts[HOST_HABILITATIONS], host);
}

void host_procedures_step(struct conn_step *s, struct param_list *p, const struct uuid *host)
{
    conn_step_about(s, p, &stmts[HOST_PROCEDURES], host);
}

static void read_host(struct row *r, void *item)
{
    struct host *out = item;
    const char *word;
    size_t n;

    row_uuid(r, &out->id);
    row_copy(r, out->name, sizeof out->name);
    row_copy(r, out->form, sizeof out->form);
    row_copy_or_none(r, out->siren, sizeof out->siren);
    row_copy(r, out->insee, sizeof out->insee);
    row_copy(r, out->commune, sizeof out->commune);
    row_copy(r, out->state, sizeof out->state);
    word = row_text(r, &n);
    out->standing = standing_parse(word, n);
    row_day_or_none(r, &out->until);
    out->version = row_i32(r);
    out->created_us = row_time(r);
    if (out->standing == STANDING_UNKNOWN)
        r->bad = true;
}

int host_read_list(const struct conn_step *s, struct host out[HOST_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_host, out, sizeof *out, HOST_PAGE, n, more);
}

int host_read_one(const struct conn_step *s, struct host *out, struct host_more *more)
{
    struct row r;

    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    memset(out, 0, sizeof *out);
    row_init(&r, s->result, 0);
    read_host(&r, out);
    row_copy(&r, more->address, sizeof more->address);
    row_copy(&r, more->state_reason, sizeof more->state_reason);
    return row_end(&r);
}

static void read_habilitation(struct row *r, void *item)
{
    struct host_habilitation *out = item;

    row_copy(r, out->territory, sizeof out->territory);
    row_copy(r, out->public, sizeof out->public);
    row_day(r, &out->from);
    row_day(r, &out->to);
    out->withdrawn = row_bool(r);
}

int host_read_habilitations(const struct conn_step *s, struct host_habilitation **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_habilitation, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}

static void read_procedure(struct row *r, void *item)
{
    struct host_procedure *out = item;

    row_uuid(r, &out->id);
    row_copy(r, out->kind, sizeof out->kind);
    row_copy(r, out->public, sizeof out->public);
    row_copy(r, out->state, sizeof out->state);
}

int host_read_procedures(const struct conn_step *s, struct host_procedure **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_procedure, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}

static void put_sheet(struct param_list *p, const struct host_sheet *h)
{
    param_str(p, h->name);
    param_str(p, h->form);
    param_str(p, h->siren);
    param_str(p, h->insee);
    param_str(p, h->address);
}

void host_new_step(struct conn_step *s, struct param_list *p, const struct host_sheet *h, const struct uuid *org,
                   const unsigned char *key, const unsigned char *digest)
{
    conn_step_begin(s, p, &stmts[HOST_NEW]);
    put_sheet(p, h);
    if (org == NULL)
        param_null(p);
    else
        param_uuid(p, org);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void host_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                   const struct host_sheet *h)
{
    conn_step_about(s, p, &stmts[HOST_PUT], id);
    param_i32(p, expected);
    put_sheet(p, h);
}

void host_set_state_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                         const char *state, const char *reason)
{
    conn_step_about(s, p, &stmts[HOST_SET_STATE], id);
    param_i32(p, expected);
    param_str(p, state);
    param_str(p, reason);
}
