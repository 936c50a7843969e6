/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person might accept beyond what her profile says, what then becomes of a post, and the least that would make
 * one fit. Nothing here moves a rule of law, the job, a place to avoid or an examination: those are facts. */
#ifndef JALON_MATCH_WHAT_IF_H
#define JALON_MATCH_WHAT_IF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/match.h"

#define WHAT_IF_SLOTS      14
#define WHAT_IF_TRAVEL     240 /* minutes a way on top */
#define WHAT_IF_WEEK_LEAST 480 /* what a law may have at least as plan_week_min */

struct what_if {
    size_t n_also;
    struct slot also[WHAT_IF_SLOTS]; /* times of the week that she would give too; places mean nothing */
    int32_t more_travel; /* minutes a way that she would go beyond her limit; 0: none. Who has no limit has none then */
    int32_t week_min;    /* most of this TIG in a week that a plan takes, at least WHAT_IF_WEEK_LEAST; 0: the law's */
};

/* Memory of a search; the caller's, and secret like what it was given. */
struct what_if_search {
    struct match match;
    struct match_snapshot s;
    struct slot free[MATCH_SLOTS];
};

/* What became of a post. Codes are part of the API. */
enum what_if_effect {
    WHAT_IF_SAME,
    WHAT_IF_POSSIBLE, /* it fits now */
    WHAT_IF_SOONER,   /* the last hour comes so many days earlier */
    WHAT_IF_LATER,
    WHAT_IF_EXCLUDED, /* it does not fit any longer */
    WHAT_IF_OTHER,    /* another rule excludes it */
    WHAT_IF_EFFECTS
};

bool what_if_any(const struct what_if *w);
/* Puts w into s, whose free times then lie in free (which may be where they lie). ERR_LIMIT: more times than
 * MATCH_SLOTS. */
int what_if_apply(struct match_snapshot *s, const struct what_if *w, struct slot free[MATCH_SLOTS])
    __attribute__((warn_unused_result, nonnull));
/* *days: from the last hour as it was to the one that is now, where both fit; else 0. */
enum what_if_effect what_if_compare(const struct match_fit *was, const struct match_fit *is, int32_t *days)
    __attribute__((nonnull));
/* Can anything that she accepts make this rule hold? The offer, the measure, what is kept apart, what the post asks for
 * and health do not hang on it. */
bool what_if_may_help(enum match_rule r);
/* f is what match_post says of p for s, which has *asked in it. *out: *asked and as little more as is found that makes
 * p fit: first the way; then times of the post, as few as will do, of many none that can be left out; else the shortest
 * longer week; else both: the shortest week with which times make it fit, and as few as will do with it. Where at most
 * six times of the post lack, every set of them is tried (what_if_find.c). false: none was found. Every *out was tried.
 * ERR_OK; else as match_begin and match_post. */
int what_if_find(struct what_if_search *t, const struct match_snapshot *s, const struct match_post *p,
                 const struct match_fit *f, const struct what_if *asked, struct what_if *out, bool *found)
    __attribute__((warn_unused_result, nonnull));

/* "possible"; "" out of range. */
const char *what_if_effect_code(enum what_if_effect e);

#endif
