/* SPDX-License-Identifier: EUPL-1.2 */
/* What lies in a file: pieces that the host sent, opinions that authorities gave. An opinion is recorded by one person
 * and counts once another has compared it with the letter. */
#ifndef JALON_STORE_PAPER_H
#define JALON_STORE_PAPER_H

#include <stdbool.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/word.h"
#include "store/conn.h"
#include "store/param.h"

#define PAPER_MAX 16                  /* most pieces of a file, and most opinions: one of each kind */
#define PAPER_REFERENCE (200 * 4 + 1) /* bytes with the NUL */

enum paper_statement {
    PAPER_PIECES,
    PAPER_OPINIONS,
    PAPER_PUT_PIECE,
    PAPER_PUT_OPINION,
    PAPER_CHECK_OPINION,
    PAPER_STATEMENTS
};

struct paper_piece {
    char kind[WORD_MAX + 1];
    struct day dated_on;
    struct day received_on;
    char reference[PAPER_REFERENCE];
};

struct paper_opinion {
    char giver[WORD_MAX + 1];
    char sense[WORD_MAX + 1];
    struct day given_on;
    char reference[PAPER_REFERENCE];
    bool checked;
    struct uuid recorded_by;
};

/* As they are written; strings live as long as the step. */
struct paper_piece_in {
    const char *kind;
    struct day dated_on;
    struct day received_on;
    const char *reference;
};

struct paper_opinion_in {
    const char *giver;
    const char *sense;
    struct day given_on;
    const char *reference; /* not asked of who checks */
};

extern const struct conn_group paper_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */
void paper_pieces_step(struct conn_step *s, struct param_list *p, const struct uuid *procedure);
int paper_read_pieces(const struct conn_step *s, struct paper_piece out[PAPER_MAX], size_t *n)
    __attribute__((warn_unused_result));
/* None for a session that may not read opinions. */
void paper_opinions_step(struct conn_step *s, struct param_list *p, const struct uuid *procedure);
int paper_read_opinions(const struct conn_step *s, struct paper_opinion out[PAPER_MAX], size_t *n)
    __attribute__((warn_unused_result));
/* These give nothing. */
void paper_put_piece_step(struct conn_step *s, struct param_list *p, const struct uuid *procedure,
                          const struct paper_piece_in *in);
void paper_put_opinion_step(struct conn_step *s, struct param_list *p, const struct uuid *procedure,
                            const struct paper_opinion_in *in);
void paper_check_opinion_step(struct conn_step *s, struct param_list *p, const struct uuid *procedure,
                              const struct paper_opinion_in *in);

#endif
