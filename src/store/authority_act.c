/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over casework.authority_act under row policies; who may record and check is decided in the functions of
 * casework, and what follows happens there with the check. */

#include "base/err.h"
#include "store/authority_act.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[AUTHORITY_ACT_STATEMENTS] = {
    [AUTHORITY_ACT_THERE] = {"act_there", "SELECT id FROM casework.measure WHERE id = $1"},
    [AUTHORITY_ACT_LIST] =
        {"act_list", "SELECT id, measure_id, kind::text, authority::text, sense::text, decided_on, suspension::text, "
                     "from_on, to_on, CASE WHEN (SELECT (sec.me()).role) = 'auditor' THEN '' ELSE reference END, "
                     "recorded_by, recorded_at, checked_by, checked_at, dropped_at, justice_version, placement_id "
                     "FROM casework.authority_act WHERE measure_id = $1 "
                     "AND ($2::timestamptz IS NULL OR (recorded_at, id) < ($2::timestamptz, $3::uuid)) "
                     "ORDER BY recorded_at DESC, id DESC LIMIT 26"},
    [AUTHORITY_ACT_NEW] = {"act_new", "SELECT id, replayed FROM casework.act_new($1, $2, $3, $4, $5, $6, $7, $8, $9, "
                                      "$10, $11, $12)"},
    [AUTHORITY_ACT_PLACEMENT] = {"act_placement", "SELECT placement_id FROM casework.authority_act WHERE id = $1 "
                                                  "AND placement_id IS NOT NULL"},
    [AUTHORITY_ACT_CHECK] = {"act_check", "SELECT casework.act_check($1, $2, $3, $4, $5, $6, $7, $8, $9)"},
    [AUTHORITY_ACT_DROP] = {"act_drop", "SELECT casework.act_drop($1)"},
};

const struct conn_group authority_act_statements = {stmts, AUTHORITY_ACT_STATEMENTS};

void authority_act_there_step(struct conn_step *s, struct param_list *p, const struct uuid *measure)
{
    conn_step_about(s, p, &stmts[AUTHORITY_ACT_THERE], measure);
}

int authority_act_read_there(const struct conn_step *s)
{
    return row_count(s->result) == 0 ? ERR_NOTFOUND : ERR_OK;
}

void authority_act_list_step(struct conn_step *s, struct param_list *p, const struct uuid *measure,
                             const struct page_cursor *after)
{
    conn_step_about(s, p, &stmts[AUTHORITY_ACT_LIST], measure);
    param_cursor(p, after);
}

static void read_act(struct row *r, void *item)
{
    struct authority_act *out = item;

    row_uuid(r, &out->id);
    row_uuid(r, &out->measure);
    out->paper.kind = row_word(r, WORD_ACT_KIND);
    out->paper.authority = row_word(r, WORD_AUTHORITY);
    out->paper.sense = row_word(r, WORD_ACT_SENSE);
    row_day(r, &out->paper.decided_on);
    out->paper.suspension = row_word(r, WORD_SUSPENSION_KIND);
    row_day_or_none(r, &out->paper.from_on);
    row_day_or_none(r, &out->paper.to_on);
    row_copy(r, out->reference, sizeof out->reference);
    row_uuid(r, &out->recorded_by);
    out->recorded_us = row_time(r);
    row_uuid_or_nil(r, &out->checked_by);
    out->checked_us = row_time_or_none(r);
    out->dropped_us = row_time_or_none(r);
    out->justice_version = row_i32(r);
    row_uuid_or_nil(r, &out->placement);
}

int authority_act_read_list(const struct conn_step *s, struct authority_act out[AUTHORITY_ACT_PAGE], size_t *n,
                            bool *more)
{
    return rows_read_page(s, read_act, out, sizeof *out, AUTHORITY_ACT_PAGE, n, more);
}

void authority_act_new_step(struct conn_step *s, struct param_list *p, const struct uuid *measure,
                            const struct authority_act_paper *paper, const char *reference,
                            const struct uuid *placement, const unsigned char key[32], const unsigned char digest[32])
{
    conn_step_about(s, p, &stmts[AUTHORITY_ACT_NEW], measure);
    param_str(p, paper->kind);
    param_str(p, paper->authority);
    param_str(p, paper->sense);
    param_day(p, &paper->decided_on);
    param_str(p, paper->suspension);
    param_day(p, &paper->from_on);
    param_day(p, &paper->to_on);
    param_str(p, reference);
    param_uuid_or_null(p, placement);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void authority_act_placement_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[AUTHORITY_ACT_PLACEMENT], id);
}

int authority_act_read_placement(const struct conn_step *s, struct uuid *out)
{
    struct row r;

    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    row_init(&r, s->result, 0);
    row_uuid(&r, out);
    return row_end(&r);
}

void authority_act_check_step(struct conn_step *s, struct param_list *p, const struct uuid *id,
                              const struct authority_act_paper *paper, const struct day *last_day,
                              const struct placement_look *look)
{
    conn_step_about(s, p, &stmts[AUTHORITY_ACT_CHECK], id);
    param_str(p, paper->kind);
    param_str(p, paper->sense);
    param_day(p, &paper->decided_on);
    param_day(p, &paper->from_on);
    param_day(p, &paper->to_on);
    param_day(p, last_day);
    placement_write_param_look(p, look);
}

void authority_act_drop_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[AUTHORITY_ACT_DROP], id);
}
