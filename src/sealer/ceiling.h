/* SPDX-License-Identifier: EUPL-1.2 */
/* How much one user may open and how often one sign-in name may be tried within an hour, counted from the log's own
 * entries for all vaults together:
 *
 *   record.open ok          each distinct case named by its objects, per actor, against the limit of the entry's role;
 *                           an entry of several objects that are all MATCH is a matching run and counts apart, against
 *                           a limit of its own
 *   session.attempt asked   per subject, less those that a session.attempt ok took back, against one limit
 *
 * Entries of outcome ceiling and denied change nothing here: a denied attempt was counted when it was asked. */
#ifndef JALON_SEALER_CEILING_H
#define JALON_SEALER_CEILING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/line.h"

#define CEILING_ROLES 16
#define CEILING_HOUR_US INT64_C(3600000000)

/* What is kept at most. More users, pairs or subjects within an hour than this: refused, as over the ceiling. */
#define CEILING_USERS 8192
#define CEILING_PAIRS 65536
#define CEILING_SUBJECTS 65536
/* What may be admitted between two settles; the caller keeps to it. */
#define CEILING_OBJECTS 32768
#define CEILING_ENTRIES 8192

struct ceiling_limits {
    struct {
        char role[LINE_WORD];
        uint32_t cases;
        uint32_t matched; /* cases of matching runs */
    } role[CEILING_ROLES];
    size_t roles;      /* a role that is not named may open nothing */
    uint32_t attempts;
};

struct ceiling;

struct ceiling_mark {
    size_t reads;
    size_t runs;
    size_t attempts;
};

/* limits must stay valid. NULL without memory. */
struct ceiling *ceiling_new(const struct ceiling_limits *limits);
void ceiling_free(struct ceiling *c);

/* Counts the entry that is going to have this index. false: it would go over; the counts are then to be taken back with
 * ceiling_undo. */
bool ceiling_admit(struct ceiling *c, const struct line *l, uint64_t index) __attribute__((warn_unused_result));
/* Counts an entry of the past without judging it. */
void ceiling_replay(struct ceiling *c, const struct line *l, uint64_t index);

struct ceiling_mark ceiling_mark(const struct ceiling *c);
void ceiling_undo(struct ceiling *c, struct ceiling_mark mark);
/* Everything admitted so far has happened. */
void ceiling_settle(struct ceiling *c);
/* Forgets what is older than an hour at this time. Only when all is settled. */
void ceiling_expire(struct ceiling *c, int64_t now_us);

#endif
