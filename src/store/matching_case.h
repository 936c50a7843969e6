/* SPDX-License-Identifier: EUPL-1.2 */
/* One case as a match looks at it: one of its measures and what is planned of it, the bundle of its profile, and which
 * posts changed for who keeps those of a département in memory (app/territory.h). Days are numbers (domain/day.h),
 * DAY_NONE where there is none; minutes count from midnight. */
#ifndef JALON_STORE_MATCHING_CASE_H
#define JALON_STORE_MATCHING_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "domain/reason.h"
#include "store/conn.h"
#include "store/matching.h"
#include "store/param.h"

#define MATCHING_OWN     512  /* slots of a person's live placements */
#define MATCHING_AWAY    32   /* spans in which a measure cannot be worked */
#define MATCHING_CHANGED 500  /* more posts than that are not brought up to date but read with all others */
#define MATCHING_MARK    8192 /* bytes of a mark, with its NUL */

enum matching_case_statement {
    MATCHING_CASE,
    MATCHING_CASE_STATEMENTS
};

/* Of one measure; but for minor, departement and today. */
struct matching_facts {
    bool minor;
    char departement[4]; /* of the unit; "": nobody gave it one, and there are no posts */
    int32_t today;
    struct uuid measure;
    const char *kind;   /* word of WORD_MEASURE_KIND */
    bool open;
    int32_t version;
    int32_t ordered_min; /* 0: not known */
    const char *consent; /* word of WORD_CONSENT; NULL: not known */
    bool consented;      /* it was collected (M-06) */
    int32_t term;        /* last day, suspensions counted */
    bool clock_stopped;
    int32_t credited_min;
    int32_t unplanned_min; /* neither credited nor planned in live placements, but for one chain; may be negative */
    bool exam_asked;     /* a medical opinion was asked for and did not come yet (W-05) */
    size_t n_away;       /* M-12: remand, national service */
    struct matching_span away[MATCHING_AWAY];
};

/* What is new for who has posts in memory already (offer.changes). */
struct matching_changes {
    char mark[MATCHING_MARK]; /* of which département, day and snapshot posts are that are read from now on; "": nobody
                               * may keep them */
    bool has_base;
    size_t base;              /* of the marks that were given: the one that can be brought up to date */
    size_t n;                 /* MATCHING_CHANGED + 1: more than that */
    struct uuid changed[MATCHING_CHANGED + 1]; /* since then, in order; the nil one first: all */
};

struct matching_case {
    size_t measures; /* how many there are, 2 for more; facts are those of the first */
    struct matching_facts facts;
    struct matching_changes changes;
    size_t n_own;
    struct matching_time own[MATCHING_OWN + 1]; /* her live placements */
    int32_t profile_version; /* 0: nothing was said yet */
};

struct matching_case_ask {
    struct uuid case_id;
    const struct uuid *measure; /* NULL: the open ones */
    const struct uuid *chain;   /* NULL, or placements that are to be replaced: their minutes do not count, nor their
                                 * times from then on; their posts count as changed */
    int32_t from;               /* first day asked for; any before today: tomorrow */
    enum reason reason;         /* of the opening */
    const char *const *given;   /* marks of posts in memory */
    size_t n_given;
};

struct row;

extern const struct conn_group matching_case_statements;

/* A step of a transaction with a bound session; p is initialised here and must live until the step ran, and wants
 * param_release. */
void matching_case_step(struct conn_step *s, struct param_list *p, const struct matching_case_ask *ask);
/* bundle: of the profile, empty without one. ERR_NOTFOUND: no case that the session may see; ERR_LIMIT: more slots than
 * MATCHING_OWN. */
int matching_case_read(const struct conn_step *s, struct matching_case *out, struct buf *bundle)
    __attribute__((warn_unused_result));
/* The columns mark, base and posts of offer.changes out of a row. */
void matching_case_read_changes(struct row *r, struct matching_changes *out);
/* The columns of a measure out of a row, from its id on to the days on which it cannot be worked. */
void matching_case_read_measure(struct row *r, struct matching_facts *out);

#endif
