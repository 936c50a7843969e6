/* SPDX-License-Identifier: EUPL-1.2 */
/* Calls of casework.placement_new and placement_sign, and of sec.share_*. */
#include <string.h>

#include "base/err.h"
#include "store/placement_write.h"
#include "store/row.h"
#include "store/row_array.h"

#include "base/banned.h"

/* Versions only grow and rows only come, so their sum tells whether anything happened. */
#define MOVES(case_id, but) \
    "(SELECT coalesce(sum(x.version), 0)::bigint FROM casework.placement x " \
    "WHERE x.case_id = " case_id " AND x.id IS DISTINCT FROM " but ") + " \
    "(SELECT y.match_version FROM casework.case_file y WHERE y.id = " case_id ")"

static const struct conn_stmt stmts[PLACEMENT_WRITE_STATEMENTS] = {
    [PLACEMENT_WRITE_ABOUT] = {"placement_about",
        "SELECT m.case_id, p.chain, " MOVES("m.case_id", "NULL::uuid") " FROM casework.measure m "
        "JOIN casework.case_file c ON c.id = m.case_id AND c.counsellor_id = (SELECT (sec.me()).account) "
        "LEFT JOIN casework.placement p ON p.id = $2::uuid AND p.measure_id = m.id "
        "WHERE m.id = $1 AND ($2::uuid IS NULL OR p.id IS NOT NULL)"},
    [PLACEMENT_WRITE_MOVES] = {"placement_moves", "SELECT " MOVES("$1", "$2")},
    [PLACEMENT_WRITE_MADE] = {"placement_made", "SELECT sec.made('placement.create', $1, $2)"},
    [PLACEMENT_WRITE_NEW] = {"placement_new",
        "SELECT id, replayed, broken FROM casework.placement_new($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"},
    [PLACEMENT_WRITE_SIGNER] = {"placement_signer",
        "SELECT (SELECT (sec.me()).role) = 'director' OR (SELECT sec.my_delegation()) IS NOT NULL"},
    [PLACEMENT_WRITE_LOOK] = {"placement_look", "SELECT casework.placement_moves($1)"},
    [PLACEMENT_WRITE_SIGN] = {"placement_sign",
        "SELECT version, broken FROM casework.placement_sign($1, $2, $3, $4, $5)"},
    [PLACEMENT_WRITE_SHARE_TICKET] = {"share_ticket", "SELECT coalesce(sec.share_ticket($1), ''::bytea)"},
    [PLACEMENT_WRITE_SHARE_STORE] = {"share_store", "SELECT sec.share_store($1, $2)"},
};

const struct conn_group placement_write_statements = {stmts, PLACEMENT_WRITE_STATEMENTS};

void placement_write_about_step(struct conn_step *s, struct param_list *p, const struct uuid *measure,
                                const struct uuid *replaces)
{
    conn_step_about(s, p, &stmts[PLACEMENT_WRITE_ABOUT], measure);
    param_uuid_or_null(p, replaces);
}

int placement_write_read_about(const struct conn_step *s, struct placement_about *out)
{
    struct row r;

    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    row_init(&r, s->result, 0);
    row_uuid(&r, &out->case_id);
    row_uuid_or_nil(&r, &out->chain);
    out->moves = row_i64(&r);
    return row_end(&r);
}

void placement_write_moves_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                                const struct uuid *but)
{
    conn_step_about(s, p, &stmts[PLACEMENT_WRITE_MOVES], case_id);
    param_uuid(p, but);
}

int placement_write_read_moves(const struct conn_step *s, int64_t *out)
{
    struct row r;

    row_init(&r, s->result, 0);
    *out = row_i64(&r);
    return row_end(&r);
}

void placement_write_made_step(struct conn_step *s, struct param_list *p, const unsigned char key[32],
                               const unsigned char digest[32])
{
    conn_step_begin(s, p, &stmts[PLACEMENT_WRITE_MADE]);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

int placement_write_read_made(const struct conn_step *s, struct uuid *id)
{
    struct row r;

    row_init(&r, s->result, 0);
    row_uuid_or_nil(&r, id);
    return row_end(&r);
}

/* weekdays, from_mins, to_mins, weeks */
static void param_times(struct param_list *p, const struct placement_proposal *in)
{
    int32_t weekday[SLOT_MAX], from[SLOT_MAX], to[SLOT_MAX];
    const char *weeks[SLOT_MAX];

    for (size_t i = 0; i < in->n_times; i++) {
        weekday[i] = in->times[i].weekday;
        from[i] = in->times[i].from_min;
        to[i] = in->times[i].to_min;
        weeks[i] = slot_weeks_name(in->times[i].weeks);
    }
    param_i32_array(p, weekday, in->n_times);
    param_i32_array(p, from, in->n_times);
    param_i32_array(p, to, in->n_times);
    param_text_array(p, weeks, in->n_times);
}

void placement_write_new_step(struct conn_step *s, struct param_list *p, const struct placement_proposal *in,
                              const unsigned char key[32], const unsigned char digest[32])
{
    conn_step_about(s, p, &stmts[PLACEMENT_WRITE_NEW], &in->measure);
    param_uuid(p, &in->post);
    param_i32(p, in->minutes);
    param_day(p, &in->first_day);
    param_day(p, &in->last_day);
    param_uuid_or_null(p, &in->replaces);
    param_times(p, in);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

static void read_broken(struct row *r, struct placement_broken *out)
{
    memset(out, 0, sizeof *out);
    out->n = row_array_text(r, out->rule[0], RULE_ID, PLACEMENT_MISSING);
}

int placement_write_read_new(const struct conn_step *s, struct uuid *id, bool *replayed,
                             struct placement_broken *broken)
{
    struct row r;

    row_init(&r, s->result, 0);
    row_uuid(&r, id);
    *replayed = row_bool(&r);
    read_broken(&r, broken);
    return row_end(&r);
}

void placement_write_signer_step(struct conn_step *s)
{
    conn_step_begin(s, NULL, &stmts[PLACEMENT_WRITE_SIGNER]);
}

int placement_write_read_signer(const struct conn_step *s, bool *may)
{
    struct row r;

    row_init(&r, s->result, 0);
    *may = row_bool(&r);
    return row_end(&r);
}

void placement_write_look_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[PLACEMENT_WRITE_LOOK], id);
}

int placement_write_read_look(const struct conn_step *s, struct placement_look *out)
{
    struct row r;

    row_init(&r, s->result, 0);
    out->moves = row_i64(&r);
    return row_end(&r);
}

void placement_write_param_look(struct param_list *p, const struct placement_look *look)
{
    param_i32(p, look->profile);
    param_i64(p, look->moves);
}

void placement_write_sign_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                               const struct day *last_day, const struct placement_look *look)
{
    conn_step_about(s, p, &stmts[PLACEMENT_WRITE_SIGN], id);
    param_i32(p, expected);
    param_day(p, last_day);
    placement_write_param_look(p, look);
}

int placement_write_read_sign(const struct conn_step *s, int32_t *version, struct placement_broken *broken)
{
    struct row r;

    row_init(&r, s->result, 0);
    *version = row_i32(&r);
    read_broken(&r, broken);
    return row_end(&r);
}

void placement_write_share_ticket_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[PLACEMENT_WRITE_SHARE_TICKET], id);
}

int placement_write_read_share(const struct conn_step *s, struct buf *bundle)
{
    return row_take(s, bundle);
}

void placement_write_share_store_step(struct conn_step *s, struct param_list *p, const struct uuid *id,
                                      const struct buf *box)
{
    conn_step_about(s, p, &stmts[PLACEMENT_WRITE_SHARE_STORE], id);
    param_bytes(p, box->data, box->len);
}
