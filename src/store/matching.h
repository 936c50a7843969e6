/* SPDX-License-Identifier: EUPL-1.2 */
/* What a match needs of the database besides posts (matching_posts.h): one measure of a case and what is planned of it,
 * the numbers of the rules, where somebody lives and whom she must not meet. Days are numbers (domain/day.h), DAY_NONE
 * where there is none; minutes count from midnight. */
#ifndef JALON_STORE_MATCHING_H
#define JALON_STORE_MATCHING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/slot.h"
#include "domain/word.h"
#include "store/conn.h"
#include "store/param.h"

struct row;

#define MATCHING_OWN 512     /* slots of a person's live placements */
#define MATCHING_AWAY 32     /* spans in which a measure cannot be worked */
#define MATCHING_MET 256     /* sites at which somebody is whom a person must not meet */

enum matching_statement {
    MATCHING_FACTS,
    MATCHING_LAW,
    MATCHING_OWN_SLOTS,
    MATCHING_MET_SITES,
    MATCHING_HOME,
    MATCHING_STATEMENTS
};

struct matching_span {
    int32_t first;
    int32_t last; /* DAY_NONE: no end */
};

/* A case and one of its measures. */
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

/* A weekly time on the days of its placement. */
struct matching_time {
    struct slot slot;
    struct matching_span days;
};

/* offer.rule_param of today: minutes, days, metres; counts as they are. */
struct matching_law {
    int32_t legal_week_min; /* W-01 */
    int32_t over_min;
    struct matching_labour {
        int32_t day_min;
        int32_t week_min;
        int32_t rest_min;
        int32_t week_days;
        int32_t hard;
    } adult, minor; /* W-03, W-04 */
    int32_t plan_week_min;  /* W-03 */
    int32_t least_session;  /* E-02 */
    int32_t fresh_days;     /* B-09 */
    int32_t warn_margin;    /* E-10 */
    int32_t warn_standing;  /* H-10 */
    int32_t metres_a_minute; /* C-07 */
};

extern const struct conn_group matching_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

/* measure NULL: the open ones of the case. chain, here and below: the placements that are to be replaced, whose minutes
 * and slots do not count; NULL: none. */
void matching_facts_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                         const struct uuid *measure, const struct uuid *chain);
/* The columns of one measure, from r on: from minor to the days on which it cannot be worked. */
void matching_read_measure(struct row *r, struct matching_facts *out);
/* *measures: how many there are, 2 for more; the facts of the measure are those of the first. ERR_NOTFOUND: no case
 * that the session may see. */
int matching_read_facts(const struct conn_step *s, struct matching_facts *out, size_t *measures)
    __attribute__((warn_unused_result));
void matching_law_step(struct conn_step *s);
/* ERR_FORMAT also when a rule has no number today. */
int matching_read_law(const struct conn_step *s, struct matching_law *out) __attribute__((warn_unused_result));
void matching_own_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                       const struct uuid *chain);
/* Six columns: weekday, from, to, weeks, first and last day. */
void matching_read_time(struct row *r, struct matching_time *out);
int matching_read_own(const struct conn_step *s, struct matching_time out[MATCHING_OWN], size_t *n)
    __attribute__((warn_unused_result));
/* Sites at which people of these cases are placed; ids in order. */
void matching_met_step(struct conn_step *s, struct param_list *p, const struct uuid *cases, size_t n);
int matching_read_met(const struct conn_step *s, struct uuid out[MATCHING_MET], size_t *n)
    __attribute__((warn_unused_result));
/* The middle of a commune. *known false: no such commune, or it has no point. */
void matching_home_step(struct conn_step *s, struct param_list *p, const char *insee);
int matching_read_home(const struct conn_step *s, bool *known, int32_t *lat, int32_t *lon)
    __attribute__((warn_unused_result));

#endif
