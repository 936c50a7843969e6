/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over offer.piece and offer.opinion, in the order of their kinds in the schema. */
#include <string.h>

#include "base/err.h"
#include "store/paper.h"
#include "store/row.h"

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

/* Rows of a kind each: more than there are kinds is a schema that we do not know. */
static int count_rows(const struct conn_step *s, size_t *n)
{
    *n = (size_t)row_count(s->result);
    return *n <= PAPER_MAX ? ERR_OK : ERR_FORMAT;
}

int paper_read_pieces(const struct conn_step *s, struct paper_piece out[PAPER_MAX], size_t *n)
{
    int rc = count_rows(s, n);

    for (size_t i = 0; rc == ERR_OK && i < *n; i++) {
        struct row r;

        row_init(&r, s->result, (int)i);
        row_copy(&r, out[i].kind, sizeof out[i].kind);
        row_day(&r, &out[i].dated_on);
        row_day(&r, &out[i].received_on);
        row_copy(&r, out[i].reference, sizeof out[i].reference);
        rc = row_end(&r);
    }
    return rc;
}

void paper_opinions_step(struct conn_step *s, struct param_list *p, const struct uuid *procedure)
{
    conn_step_about(s, p, &stmts[PAPER_OPINIONS], procedure);
}

int paper_read_opinions(const struct conn_step *s, struct paper_opinion out[PAPER_MAX], size_t *n)
{
    int rc = count_rows(s, n);

    for (size_t i = 0; rc == ERR_OK && i < *n; i++) {
        struct row r;

        row_init(&r, s->result, (int)i);
        row_copy(&r, out[i].giver, sizeof out[i].giver);
        row_copy(&r, out[i].sense, sizeof out[i].sense);
        row_day(&r, &out[i].given_on);
        row_copy(&r, out[i].reference, sizeof out[i].reference);
        out[i].checked = row_bool(&r);
        row_uuid(&r, &out[i].recorded_by);
        rc = row_end(&r);
    }
    return rc;
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
