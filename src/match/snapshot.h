/* SPDX-License-Identifier: EUPL-1.2 */
/* What a match is made from: one person's measure, times and constraints, the law, and posts. The caller owns the
 * lists, leaves them alone while they are used, and may give them in any order. Days are numbers (domain/day.h), both
 * ends of a span belong to it. Minutes count from midnight at the place and a day has 1440 of them: on the two days a
 * year when clocks change nobody works through the hour that is missing or double, so nothing is corrected. There is
 * no name here, no offence but the bits of barred families, and no origin. */
#ifndef JALON_MATCH_SNAPSHOT_H
#define JALON_MATCH_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/slot.h"
#include "domain/transit.h"
#include "match/limits.h"

struct match_span {
    int32_t first;
    int32_t last; /* DAY_NONE: no end */
};

struct match_point {
    int32_t lat; /* millionths of a degree */
    int32_t lon;
};

struct match_zone {
    struct match_point centre;
    int32_t radius_m;
};

/* A commitment on one day. */
struct match_busy {
    int32_t day;
    int32_t from_min;
    int32_t to_min;
    bool work; /* hours of another TIG, or a shift outside of the usual job: they count in the limits of work */
};

enum match_consent {
    MATCH_CONSENT_GIVEN,
    MATCH_CONSENT_TO_COLLECT,
    MATCH_CONSENT_REFUSED
};

/* W-06: what a doctor concluded, never why. */
enum match_fitness {
    MATCH_FITNESS_UNKNOWN, /* not examined */
    MATCH_FITNESS_ASKED,
    MATCH_FITNESS_FIT,
    MATCH_FITNESS_LIMITED, /* fit but for what fit_limits names */
    MATCH_FITNESS_UNFIT
};

/* In the order of the list "need" of domain/word.h. */
enum match_need {
    MATCH_NEED_FRENCH_SPOKEN = 1u << 0,
    MATCH_NEED_FRENCH_READ = 1u << 1,
    MATCH_NEED_LICENCE = 1u << 2,
    MATCH_NEED_HEIGHTS = 1u << 3,
    MATCH_NEED_LOADS = 1u << 4,
    MATCH_NEED_FOOD_HYGIENE = 1u << 5,
    MATCH_NEED_VACCINATION = 1u << 6
};
#define MATCH_NEEDS      7
#define MATCH_NEEDS_BODY (MATCH_NEED_HEIGHTS | MATCH_NEED_LOADS) /* against fit_limits; the others against can */

/* General limits of work. Job, this TIG and other work count together. 0: no such limit. */
struct match_labour {
    int32_t day_min;   /* minutes of a day */
    int32_t week_min;  /* minutes of an ISO week */
    int32_t rest_min;  /* between the last minute of a day and the first of the next */
    int32_t week_days; /* days of an ISO week with any work */
    bool two_off;      /* two days in a row without work in each ISO week */
    bool no_night;     /* none between 22:00 and 06:00 */
    int32_t unbroken_min; /* longest work without a break, at least least_session; 0: no such limit */
    int32_t break_min; /* the break after it, which is not worked: at least 1 where there is that limit, else 0 */
    bool hard;         /* plans keep within; otherwise they only warn, because the rule is RECALLED */
};

/* How somebody comes to a post, in the order of SITUATION_TRANSPORT (domain/situation.h). */
enum match_means {
    MATCH_MEANS_FOOT,
    MATCH_MEANS_BICYCLE,
    MATCH_MEANS_TRANSIT,
    MATCH_MEANS_CAR,
    MATCH_MEANS_SCOOTER,
    MATCH_MEANS
};
#define MATCH_MEANS_OWN_ENGINE (1u << MATCH_MEANS_CAR | 1u << MATCH_MEANS_SCOOTER)

/* C-07: what a way is taken to be where nobody looks at maps and timetables (travel.h). match_begin refuses a speed
 * below 1, a spread out of 0 to 90, a detour below the straight line or above ten times, and all that is negative. */
struct match_travel_law {
    int32_t detour_far;   /* thousandths of the straight line, far away */
    int32_t detour_near;  /* thousandths that come on top at the door and fall off with distance */
    int32_t detour_fall_m; /* metres after which they are 1/e; at least 1 */
    int32_t centre_m;     /* how far from the middle of a commune somebody may be who is somewhere in it */
    int32_t transit_first; /* minutes of the day between which public transport runs where the host said nothing */
    int32_t transit_last;
    struct match_means_law {
        int32_t fixed_min;  /* to the stop and waiting, parking */
        int32_t metres_min; /* metres a minute */
        int32_t spread;     /* percent by which it may take less or more */
        int32_t most_min;   /* nobody is asked to go longer like this; 0: no such bound */
    } means[MATCH_MEANS];
};

/* Parameters of rules (offer.rule_param) as of the day that governs the case. */
struct match_law {
    int32_t legal_week_min; /* W-01: 2100 */
    int32_t over_min;       /* W-01: 720 */
    struct match_labour adult; /* W-03 */
    struct match_labour minor; /* W-04 */
    int32_t plan_week_min;  /* most of this TIG in a week that a plan takes; at least 480, or 0 */
    int32_t least_session;  /* nobody comes for less, but for the last minutes: MATCH_LEAST_SESSION to 480 */
    int32_t fresh_days;     /* B-09: a post that was not confirmed for so long does not count; 0: not looked at */
    int32_t warn_margin;    /* days: M-09, step 15 of a placement */
    int32_t warn_standing;  /* days: H-10 */
    struct match_travel_law travel;
};

struct match_snapshot {
    int32_t today;
    int32_t horizon; /* last day for which closures and holidays are known; at most MATCH_WEEKS are looked at */
    struct match_law law;
    /* the measure */
    bool measure_open;
    bool clock_stopped;     /* M-13: the term may move, the work goes on */
    enum match_consent consent;
    int32_t ordered_min;
    int32_t remaining_min;
    int32_t term;           /* last day of the period, suspensions counted; DAY_NONE: not known yet */
    int32_t earliest;       /* first day asked for; any day before today: tomorrow */
    /* the person */
    bool minor;
    bool exam_first;        /* W-05: disability, pregnancy, asked by the director; never which */
    enum match_fitness fitness;
    int32_t fit_until;      /* DAY_NONE: no end */
    uint32_t fit_limits;    /* needs of the body that MATCH_FITNESS_LIMITED excludes */
    bool exam_later;        /* of a proposal: an examination that is due warns, it keeps from beginning only */
    uint32_t can;           /* needs that the person meets */
    uint32_t unsure;        /* needs of which nobody knows: they exclude nothing and warn */
    bool limits_in_words;   /* MATCH_FITNESS_LIMITED by a text that nobody compared: warns for every post */
    uint32_t families;      /* bits of offence families (domain/word.h), against match_post.barred */
    uint32_t aims;          /* bits of task families that serve the learning aim */
    bool has_point;
    struct match_point point;
    bool point_rough;       /* the middle of her commune */
    uint32_t means;         /* bits of enum match_means; 0: not said, then public transport is taken for granted and
                             * excludes nothing */
    int32_t travel_max_min; /* minutes of one way; 0: no limit */
    int32_t begin_from;     /* asked for: no session begins before this minute; 0: any */
    int32_t home_by;        /* asked for: home by this minute, the longer end of the way counted; 0: any */
    /* her times; places of these slots mean nothing */
    bool whole;             /* free is a timetable that is meant: a session takes its time whole, but for the last
                             * minutes, and the first that a rule refuses is the verdict (proposal.h) */
    const struct slot *free;
    size_t n_free;
    const struct slot *job;
    size_t n_job;
    int32_t job_extra_min;  /* minutes a week of a job whose times are not known: they count, and bar nothing */
    const struct match_busy *busy;
    size_t n_busy;
    const struct match_span *away; /* leave, custody (M-12); not home detention under which the work is done (M-13) */
    size_t n_away;
    /* what she must keep away from */
    const struct uuid *avoid_hosts;
    size_t n_avoid_hosts;
    const struct uuid *avoid_sites;
    size_t n_avoid_sites;
    const struct match_zone *avoid_zones;
    size_t n_avoid_zones;
    /* days */
    const int32_t *holidays;
    size_t n_holidays;
};

/* Somebody's place in a slot: a running placement, a reservation, or a single session (first and last alike). */
struct match_taken {
    int32_t slot; /* index in match_post.slots */
    enum slot_weeks weeks; /* in which of the slot's weeks */
    struct match_span days;
    int32_t places;
    int32_t led_max; /* of match_post.led: people whom the one in charge on these days takes on; else 0 */
};

enum match_inscription {
    MATCH_INSCRIPTION_NONE, /* H-15 */
    MATCH_INSCRIPTION_RUNNING,
    MATCH_INSCRIPTION_SUSPENDED, /* H-18 */
    MATCH_INSCRIPTION_REMOVED
};

struct match_post {
    struct uuid id;
    struct uuid host;
    struct uuid site;
    bool minors;            /* H-14: for which public */
    bool host_active;
    bool needs_habilitation; /* H-01, H-02 */
    struct match_span habilitation; /* first DAY_NONE: none */
    enum match_inscription inscription;
    int32_t inscribed_on;
    int32_t confirmed_on;
    int32_t earliest;       /* first day the host wants somebody; any day before tomorrow: no matter */
    int32_t min_min;        /* fewest ordered minutes taken; 0: any */
    int32_t max_min;
    uint32_t needs;
    bool special_risk;      /* W-05 */
    bool care_setting;
    uint32_t task;          /* bit of its task family */
    uint32_t barred;        /* bits of offence families that the service keeps away */
    bool avoid_place;       /* a place to avoid that has no point: known to the caller */
    bool avoid_person;      /* somebody she must not meet is there: known to the caller, who names nobody */
    bool open_holidays;
    bool has_point;
    struct match_point point;
    bool point_rough;       /* the middle of its commune */
    bool car_needed;        /* nobody comes there without a car or scooter */
    int32_t transit_first;  /* first minute at which one can be there by public transport; 0: not said */
    int32_t transit_last;   /* last minute at which one can leave so; 0: not said */
    struct transit_hours transit_saturday; /* what of it is otherwise on Saturdays: other hours or none, */
    struct transit_hours transit_sunday;   /* and on Sundays; on holidays who is open has those of the weekday */
    int32_t places;         /* where a slot says none */
    int32_t tutor_max;      /* people at a time whom the one in charge takes on, whoever stands in; 0: nobody said */
    const struct slot *slots;
    size_t n_slots;
    const struct match_span *closures;
    size_t n_closures;
    const struct match_taken *taken;
    size_t n_taken;
    const struct match_ready *ready; /* what ready_make makes of slots, places, closures and taken (match/ready.h);
                                      * NULL: each match_post does */
    const struct match_taken *led; /* people whom the one in charge, or who stands in, follows at the time of a slot,
                                    * here or elsewhere; of one day all have the same led_max */
    size_t n_led;
};

#endif
