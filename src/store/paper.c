/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over offer.piece and offer.opinion, in the order of their kinds in the schema. */
#include "store/paper.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[PAPER_STATEMENTS] = {
    [PAPER_PIECES] = {"pieces", "SELECT kind::text, dated_on, received_on, reference FROM offer.piece "
                                "WHERE procedure_id = $1 ORDER BY offer.piece.kind"},
    [PAPER_OPINIONS] = {"opinions", "SELECT giver::text, sense::text, given_on, reference, checked_by IS NOT NULL, "
                                    "recorded_by FROM offer.opinion WHERE procedure_id = $1 "
                                    "ORDER BY offer.opinion.giver"},
    [PAPER_PUT_PIECE] = {"piece_put", "SELECT offer.piece_put($1, $2, $3, $4, $5)"},
    [PAPER_PUT_OPINION] = {"opinion_record", "SELECT offer.opinion_record($1, $2, $3, $4, $5)"},
    [PAPER_CHECK_OPINION] = {"opinion_check", "SELECT offer.opinion_check($1, $2, $3, $4)"},
};

const struct conn_group paper_statements = {stmts, PAPER_STATEMENTS};

void paper_pieces_step(struct conn_step *s, struct param_list *p, const struct uuid *procedure)
{
    conn_step_about(s, p, &stmts[PAPER_PIECES], procedure);
}

static void read_piece(struct row *r, void *item)
{
    struct paper_piece *out = item;

    row_copy(r, out->kind, sizeof out->kind);
    row_day(r, &out->dated_on);
    row_day(r, &out->received_on);
    row_copy(r, out->reference, sizeof out->reference);
}

int paper_read_pieces(const struct conn_step *s, struct paper_piece out[PAPER_MAX], size_t *n)
{
    return rows_read(s, read_piece, out, sizeof *out, PAPER_MAX, n);
}

void paper_opinions_step(struct conn_step *s, struct param_list *p, const struct uuid *procedure)
{
    conn_step_about(s, p, &stmts[PAPER_OPINIONS], procedure);
}

static void read_opinion(struct row *r, void *item)
{
    struct paper_opinion *out = item;

    row_copy(r, out->giver, sizeof out->giver);
    row_copy(r, out->sense, sizeof out->sense);
    row_day(r, &out->given_on);
    row_copy(r, out->reference, sizeof out->reference);
    out->checked = row_bool(r);
    row_uuid(r, &out->recorded_by);
}

int paper_read_opinions(const struct conn_step *s, struct paper_opinion out[PAPER_MAX], size_t *n)
{
    return rows_read(s, read_opinion, out, sizeof *out, PAPER_MAX, n);
}

void paper_put_piece_step(struct conn_step *s, struct param_list *p, const struct uuid *procedure,
                          const struct paper_piece_in *in)
{
    conn_step_about(s, p, &stmts[PAPER_PUT_PIECE], procedure);
    param_str(p, in->kind);
    param_day(p, &in->dated_on);
    param_day(p, &in->received_on);
    param_str(p, in->reference);
}

void paper_put_opinion_step(struct conn_step *s, struct param_list *p, const struct uuid *procedure,
                            const struct paper_opinion_in *in)
{
    conn_step_about(s, p, &stmts[PAPER_PUT_OPINION], procedure);
    param_str(p, in->giver);
    param_str(p, in->sense);
    param_day(p, &in->given_on);
    param_str(p, in->reference);
}

void paper_check_opinion_step(struct conn_step *s, struct param_list *p, const struct uuid *procedure,
                              const struct paper_opinion_in *in)
{
    conn_step_about(s, p, &stmts[PAPER_CHECK_OPINION], procedure);
    param_str(p, in->giver);
    param_str(p, in->sense);
    param_day(p, &in->given_on);
}
