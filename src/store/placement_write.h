/* SPDX-License-Identifier: EUPL-1.2 */
/* Placements: proposing, deciding, and giving their key to the host. Each looks at all its rules again under locks; a
 * rule that would be broken is a value, and then nothing was written. */
#ifndef JALON_STORE_PLACEMENT_WRITE_H
#define JALON_STORE_PLACEMENT_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "domain/day.h"
#include "domain/slot.h"
#include "store/conn.h"
#include "store/param.h"
#include "store/placement.h"

enum placement_write_statement {
    PLACEMENT_WRITE_ABOUT,
    PLACEMENT_WRITE_MOVES,
    PLACEMENT_WRITE_MADE,
    PLACEMENT_WRITE_NEW,
    PLACEMENT_WRITE_SIGNER,
    PLACEMENT_WRITE_LOOK,
    PLACEMENT_WRITE_SIGN,
    PLACEMENT_WRITE_SHARE_TICKET,
    PLACEMENT_WRITE_SHARE_STORE,
    PLACEMENT_WRITE_STATEMENTS
};

/* What a proposal is about, before anything is looked at. */
struct placement_about {
    struct uuid case_id;
    struct uuid chain; /* of what it replaces; nil: nothing */
    int64_t moves;     /* see placement_write_moves_step */
};

struct placement_proposal {
    struct uuid measure;
    struct uuid post;
    struct uuid replaces; /* nil: nothing */
    int32_t minutes;
    struct day first_day;
    struct day last_day;
    const struct slot *times;
    size_t n_times;
};

/* Rules that would be broken. */
struct placement_broken {
    size_t n;
    char rule[PLACEMENT_MISSING][RULE_ID];
};

extern const struct conn_group placement_write_statements;

/* Steps of a transaction with a bound session; p is initialised here, must live until the step ran, as must what is
 * pointed to, and wants param_release. */

/* Of a measure of the own caseload; replaces nil: nothing. read: ERR_NOTFOUND when there is none, or no such placement
 * of it. */
void placement_write_about_step(struct conn_step *s, struct param_list *p, const struct uuid *measure,
                                const struct uuid *replaces);
int placement_write_read_about(const struct conn_step *s, struct placement_about *out)
    __attribute__((warn_unused_result));
/* A number that grows with whatever happens to the profile or to the placements of a case, but for one of them. */
void placement_write_moves_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                                const struct uuid *but);
int placement_write_read_moves(const struct conn_step *s, int64_t *out) __attribute__((warn_unused_result));
/* What this key made already; nil: nothing. */
void placement_write_made_step(struct conn_step *s, struct param_list *p, const unsigned char key[32],
                               const unsigned char digest[32]);
int placement_write_read_made(const struct conn_step *s, struct uuid *id) __attribute__((warn_unused_result));
void placement_write_new_step(struct conn_step *s, struct param_list *p, const struct placement_proposal *in,
                              const unsigned char key[32], const unsigned char digest[32]);
/* broken->n > 0: id means nothing. */
int placement_write_read_new(const struct conn_step *s, struct uuid *id, bool *replayed,
                             struct placement_broken *broken) __attribute__((warn_unused_result));
/* Whether the caller is one who may sign at all: a director, or somebody with a delegation of today. */
void placement_write_signer_step(struct conn_step *s);
int placement_write_read_signer(const struct conn_step *s, bool *may) __attribute__((warn_unused_result));
/* What a look at a placement is about: version of the profile, 0 for none, and a number that grows with whatever
 * happens to her other placements. */
struct placement_look {
    int32_t profile;
    int64_t moves;
};
/* Of this placement, before its look: moves alone. REFUSAL_NOT_FOUND: the caller neither works on it nor signs it. */
void placement_write_look_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
int placement_write_read_look(const struct conn_step *s, struct placement_look *out)
    __attribute__((warn_unused_result));
/* The last two parameters of what takes a look. */
void placement_write_param_look(struct param_list *p, const struct placement_look *look);
/* It is booked until last_day. REFUSAL_PROFILE_CHANGED: the look is about something else by now. */
void placement_write_sign_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                               const struct day *last_day, const struct placement_look *look);
int placement_write_read_sign(const struct conn_step *s, int32_t *version, struct placement_broken *broken)
    __attribute__((warn_unused_result));
/* A bundle for the vault, which is empty when the host has no pair, or the key already. */
void placement_write_share_ticket_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
int placement_write_read_share(const struct conn_step *s, struct buf *bundle) __attribute__((warn_unused_result));
void placement_write_share_store_step(struct conn_step *s, struct param_list *p, const struct uuid *id,
                                      const struct buf *box);

#endif
