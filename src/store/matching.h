/* SPDX-License-Identifier: EUPL-1.2 */
/* What a match needs of the database: one measure of a case and what is planned of it, the numbers of the rules, the
 * posts of the unit's département with all that hangs on them, and what is taken of their slots. Days are numbers
 * (domain/day.h), DAY_NONE where there is none; minutes count from midnight. */
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

#define MATCHING_OWN 512     /* slots of a person's live placements */
#define MATCHING_AWAY 32     /* spans in which a measure cannot be worked */
#define MATCHING_CLOSURES 64 /* closed spans of a post, those that adjoin being one */
#define MATCHING_AVOIDED 512 /* posts at which somebody is whom a person must not meet */

enum matching_statement {
    MATCHING_FACTS,
    MATCHING_LAW,
    MATCHING_OWN_SLOTS,
    MATCHING_POSTS,
    MATCHING_TAKEN,
    MATCHING_MET,
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
    bool has_territory; /* somebody gave the unit its département: else there are no posts */
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
    int32_t planned_min; /* in the live placements of this measure, but for one chain */
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

/* Texts lie in the result, lists in the arrays of struct matching_posts. */
struct matching_post {
    struct uuid id;
    struct uuid host;
    struct uuid site;
    const char *title;
    const char *host_name;
    const char *insee;
    const char *commune;
    bool located;
    int32_t lat; /* millionths of a degree */
    int32_t lon;
    bool minors;
    bool host_active;
    bool needs_habilitation;
    struct matching_span habilitation; /* first DAY_NONE: none for this département and public */
    const char *state; /* word of WORD_POST_STATE */
    int32_t inscribed_on;
    int32_t confirmed_on;
    int32_t min_min; /* 0: no bound */
    int32_t max_min;
    int32_t places;
    bool special_risk;
    bool care_setting;
    uint32_t family; /* one bit, in the order of WORD_TASK_FAMILY */
    uint32_t needs;  /* bits in the order of WORD_NEED */
    uint32_t barred; /* bits in the order of WORD_OFFENCE_FAMILY */
    int32_t version;
    size_t n_slots;
    const struct slot *slots;
    size_t n_closures;
    const struct matching_span *closures;
};

struct matching_taken {
    struct uuid post;
    struct matching_time time;
};

struct matching_posts {
    struct pg_result *texts; /* owned */
    size_t n;
    struct matching_post *post; /* by id */
    struct slot *slots;
    struct matching_span *closures;
    size_t n_taken;
    struct matching_taken *taken; /* by post */
};

extern const struct conn_group matching_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

/* measure NULL: the open ones of the case. chain, here and below: the placements that are to be replaced, whose minutes
 * and slots do not count; NULL: none. */
void matching_facts_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                         const struct uuid *measure, const struct uuid *chain);
/* *measures: how many there are, 2 for more; the facts of the measure are those of the first. ERR_NOTFOUND: no case
 * that the session may see. */
int matching_read_facts(const struct conn_step *s, struct matching_facts *out, size_t *measures)
    __attribute__((warn_unused_result));
void matching_law_step(struct conn_step *s);
/* ERR_FORMAT also when a rule has no number today. */
int matching_read_law(const struct conn_step *s, struct matching_law *out) __attribute__((warn_unused_result));
void matching_own_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                       const struct uuid *chain);
int matching_read_own(const struct conn_step *s, struct matching_time out[MATCHING_OWN], size_t *n)
    __attribute__((warn_unused_result));
/* Inscribed and suspended posts of the département of the case's unit, or the one post, whatever its state. from: first
 * day asked for, for the habilitation that counts. */
void matching_posts_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id, const struct uuid *post,
                         int32_t from);
void matching_taken_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                         const struct uuid *post, const struct uuid *chain);
/* Takes the result of the posts' step. ERR_NOMEM. Release out whatever happened. */
int matching_read_posts(struct conn_step *posts, const struct conn_step *taken, struct matching_posts *out)
    __attribute__((warn_unused_result));
void matching_posts_release(struct matching_posts *out);
/* Posts at which people of these cases are; ids in order. */
void matching_met_step(struct conn_step *s, struct param_list *p, const struct uuid *cases, size_t n);
int matching_read_met(const struct conn_step *s, struct uuid out[MATCHING_AVOIDED], size_t *n)
    __attribute__((warn_unused_result));
/* The middle of a commune. *known false: no such commune, or it has no point. */
void matching_home_step(struct conn_step *s, struct param_list *p, const char *insee);
int matching_read_home(const struct conn_step *s, bool *known, int32_t *lat, int32_t *lon)
    __attribute__((warn_unused_result));

#endif
