/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over offer.procedure. Row policies decide which files there are for the bound session; who may take which
 * step is decided in the functions of offer. Days and what is missing are counted by SQL, in the same statement as the
 * row, so a file and its clock always agree. */
#include <string.h>

#include "base/err.h"
#include "store/procedure.h"
#include "store/row.h"
#include "store/row_array.h"
#include "store/rows.h"

#include "base/banned.h"

#define COLUMNS \
    "p.id, p.kind::text, p.host_id, o.name, p.post_id, t.title, p.departement, p.public::text, p.deciding::text, " \
    "p.state::text, p.created_at, p.asked_on, offer.earliest(p), p.outcome::text, p.decided_on, p.version"
#define TABLES \
    " FROM offer.procedure p JOIN sec.organisation o ON o.id = p.host_id LEFT JOIN offer.post t ON t.id = p.post_id "

static const struct conn_stmt stmts[PROCEDURE_STATEMENTS] = {
    [PROCEDURE_LIST] = {"procedure_list",
                        "SELECT " COLUMNS TABLES "WHERE ($1::text IS NULL OR p.kind::text = $1) "
                        "AND ($2::text IS NULL OR p.state::text = $2) AND ($3::text IS NULL OR p.public::text = $3) "
                        "AND (NOT $4::boolean OR p.state = 'recorded' "
                        "OR p.state = 'asked' AND offer.earliest(p) <= offer.today()) "
                        "AND ($5::uuid IS NULL OR p.host_id = $5) AND ($6::uuid IS NULL OR p.post_id = $6) "
                        "AND ($7::timestamptz IS NULL OR (p.created_at, p.id) < ($7::timestamptz, $8::uuid)) "
                        "ORDER BY p.created_at DESC, p.id DESC LIMIT 26"},
    [PROCEDURE_ONE] = {"procedure_one",
                       "SELECT " COLUMNS ", p.motive, p.reference, p.valid_from, p.council_absent, p.created_by, "
                       "p.decided_by, p.checked_by, offer.pieces_missing(p, coalesce(p.asked_on, offer.today())), "
                       "offer.opinions_missing(p)" TABLES "WHERE p.id = $1"},
    [PROCEDURE_OF_HOST] = {"procedure_host",
                           "SELECT id, replayed FROM offer.procedure_host($1, $2, $3, $4, $5, $6, $7, $8)"},
    [PROCEDURE_OF_POST] = {"procedure_post", "SELECT id, replayed FROM offer.procedure_post($1, $2, $3, $4, $5)"},
    [PROCEDURE_ASK] = {"procedure_ask", "SELECT offer.procedure_ask($1, $2, $3, $4)"},
    [PROCEDURE_DECIDE] = {"procedure_decide", "SELECT offer.procedure_decide($1, $2, $3, $4, $5, $6, $7)"},
    [PROCEDURE_CHECK] = {"decision_check", "SELECT offer.decision_check($1, $2, $3)"},
    [PROCEDURE_ABANDON] = {"procedure_abandon", "SELECT offer.procedure_abandon($1, $2, $3)"},
};

const struct conn_group procedure_statements = {stmts, PROCEDURE_STATEMENTS};

void procedure_list_step(struct conn_step *s, struct param_list *p, const struct procedure_filter *f)
{
    conn_step_begin(s, p, &stmts[PROCEDURE_LIST]);
    param_str(p, f->kind);
    param_str(p, f->state);
    param_str(p, f->public);
    param_bool(p, f->decidable);
    param_uuid_or_null(p, &f->host);
    param_uuid_or_null(p, &f->post);
    param_cursor(p, f->after);
}

static void read_procedure(struct row *r, void *item)
{
    struct procedure *out = item;

    row_uuid(r, &out->id);
    row_copy(r, out->kind, sizeof out->kind);
    row_uuid(r, &out->host);
    row_copy(r, out->host_name, sizeof out->host_name);
    row_uuid_or_nil(r, &out->post);
    row_copy_or_none(r, out->post_title, sizeof out->post_title);
    row_copy_or_none(r, out->departement, sizeof out->departement);
    row_copy(r, out->public, sizeof out->public);
    row_copy(r, out->deciding, sizeof out->deciding);
    row_copy(r, out->state, sizeof out->state);
    out->created_us = row_time(r);
    row_day_or_none(r, &out->asked_on);
    row_day_or_none(r, &out->earliest);
    row_copy_or_none(r, out->outcome, sizeof out->outcome);
    row_day_or_none(r, &out->decided_on);
    out->version = row_i32(r);
}

int procedure_read_list(const struct conn_step *s, struct procedure out[PROCEDURE_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_procedure, out, sizeof *out, PROCEDURE_PAGE, n, more);
}

void procedure_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[PROCEDURE_ONE], id);
}

int procedure_read_one(const struct conn_step *s, struct procedure *out, struct procedure_rest *rest)
{
    struct row r;

    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    memset(out, 0, sizeof *out);
    memset(rest, 0, sizeof *rest);
    row_init(&r, s->result, 0);
    read_procedure(&r, out);
    row_copy(&r, rest->motive, sizeof rest->motive);
    row_copy(&r, rest->reference, sizeof rest->reference);
    row_day_or_none(&r, &rest->valid_from);
    rest->council_absent = row_bool(&r);
    row_uuid(&r, &rest->created_by);
    row_uuid_or_nil(&r, &rest->decided_by);
    row_uuid_or_nil(&r, &rest->checked_by);
    rest->pieces_n = row_array_text(&r, rest->pieces[0], sizeof rest->pieces[0], PROCEDURE_MISSING);
    rest->opinions_n = row_array_text(&r, rest->opinions[0], sizeof rest->opinions[0], PROCEDURE_MISSING);
    return row_end(&r);
}

void procedure_of_host_step(struct conn_step *s, struct param_list *p, const struct procedure_new *n)
{
    conn_step_begin(s, p, &stmts[PROCEDURE_OF_HOST]);
    param_str(p, n->kind);
    param_uuid(p, &n->about);
    param_str(p, n->departement);
    param_str(p, n->public);
    param_str(p, n->deciding);
    param_str(p, n->motive);
    param_bytes(p, n->key, 32);
    param_bytes(p, n->digest, 32);
}

void procedure_of_post_step(struct conn_step *s, struct param_list *p, const struct procedure_new *n)
{
    conn_step_begin(s, p, &stmts[PROCEDURE_OF_POST]);
    param_str(p, n->kind);
    param_uuid(p, &n->about);
    param_str(p, n->motive);
    param_bytes(p, n->key, 32);
    param_bytes(p, n->digest, 32);
}

void procedure_ask_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                        const struct day *asked_on, bool council_absent)
{
    conn_step_about(s, p, &stmts[PROCEDURE_ASK], id);
    param_i32(p, expected);
    param_day(p, asked_on);
    param_bool(p, council_absent);
}

void procedure_decide_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                           const struct procedure_decision *d)
{
    conn_step_about(s, p, &stmts[PROCEDURE_DECIDE], id);
    param_i32(p, expected);
    param_str(p, d->outcome);
    param_day(p, &d->decided_on);
    param_day(p, &d->valid_from);
    param_str(p, d->reference);
    param_str(p, d->motive);
}

void procedure_check_step(struct conn_step *s, struct param_list *p, const struct uuid *id, const char *outcome,
                          const struct day *decided_on)
{
    conn_step_about(s, p, &stmts[PROCEDURE_CHECK], id);
    param_str(p, outcome);
    param_day(p, decided_on);
}

void procedure_abandon_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                            const char *motive)
{
    conn_step_about(s, p, &stmts[PROCEDURE_ABANDON], id);
    param_i32(p, expected);
    param_str(p, motive);
}
