/* SPDX-License-Identifier: EUPL-1.2 */
/* What a match needs of the database besides the case (matching_case.h) and posts (matching_posts.h): the numbers of
 * the rules, where somebody lives and whom she must not meet; and whether what a profile names to keep away from is
 * there. Days are numbers (domain/day.h), DAY_NONE where there is none; minutes count from midnight. */
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

#define MATCHING_MET 256 /* sites at which somebody is whom a person must not meet */

enum matching_statement {
    MATCHING_TODAY,
    MATCHING_LAW,
    MATCHING_MET_SITES,
    MATCHING_HOME,
    MATCHING_HOMES,
    MATCHING_VAIN,
    MATCHING_STATEMENTS
};

struct matching_span {
    int32_t first;
    int32_t last; /* DAY_NONE: no end */
};

/* A weekly time on the days of its placement. */
struct matching_time {
    struct slot slot;
    struct matching_span days;
};

/* The middle of a commune, in millionths of a degree. */
struct matching_home {
    char insee[6];
    int32_t lat;
    int32_t lon;
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
        int32_t unbroken_min; /* W-04 alone, as the next */
        int32_t break_min;
        int32_t hard;
    } adult, minor; /* W-03, W-04 */
    int32_t plan_week_min;  /* W-03 */
    int32_t least_session;  /* E-02 */
    int32_t fresh_days;     /* B-09 */
    int32_t warn_margin;    /* E-10 */
    int32_t warn_standing;  /* H-10 */
    struct matching_travel { /* C-07 */
        int32_t detour_far; /* thousandths */
        int32_t detour_near;
        int32_t detour_fall_m;
        int32_t centre_m;
        int32_t transit_first; /* minute of the day */
        int32_t transit_last;
        struct matching_means {
            int32_t fixed_min;
            int32_t metres_min;
            int32_t spread; /* percent */
            int32_t most_min;
        } foot, bicycle, transit, car;
    } travel;
};

extern const struct conn_group matching_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

void matching_today_step(struct conn_step *s);
int matching_read_today(const struct conn_step *s, int32_t *today) __attribute__((warn_unused_result));
void matching_law_step(struct conn_step *s);
/* ERR_FORMAT also when a rule has no number today. */
int matching_read_law(const struct conn_step *s, struct matching_law *out) __attribute__((warn_unused_result));
/* Six columns: weekday, from, to, weeks, first and last day. */
void matching_read_time(struct row *r, struct matching_time *out);
/* Sites at which people of these cases are placed; ids in order. */
void matching_met_step(struct conn_step *s, struct param_list *p, const struct uuid *cases, size_t n);
int matching_read_met(const struct conn_step *s, struct uuid out[MATCHING_MET], size_t *n)
    __attribute__((warn_unused_result));
/* The middle of each commune of a département that has one, by code. */
void matching_homes_step(struct conn_step *s, struct param_list *p, const char *departement);
/* *out is the caller's, to be freed; how many. ERR_NOMEM, ERR_FORMAT: it is NULL. */
int matching_read_homes(const struct conn_step *s, struct matching_home **out, size_t *n)
    __attribute__((warn_unused_result));
/* The middle of a commune. *known false: no such commune, or it has no point. */
void matching_home_step(struct conn_step *s, struct param_list *p, const char *insee);
int matching_read_home(const struct conn_step *s, bool *known, int32_t *lat, int32_t *lon)
    __attribute__((warn_unused_result));

/* What a person must keep away from (C-08). */
struct matching_avoided {
    const struct uuid *cases;
    size_t n_cases;
    const struct uuid *hosts;
    size_t n_hosts;
    const struct uuid *sites;
    size_t n_sites;
};

enum matching_list { MATCHING_NO_LIST, MATCHING_CASES, MATCHING_HOSTS, MATCHING_SITES };

/* Is there one among them that is nobody and nothing, or the case itself? */
void matching_vain_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                        const struct matching_avoided *a);
/* The first in the order of the lists, *place from 0 on; MATCHING_NO_LIST: there is none. */
int matching_read_vain(const struct conn_step *s, enum matching_list *list, size_t *place)
    __attribute__((warn_unused_result));

#endif
