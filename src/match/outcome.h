/* SPDX-License-Identifier: EUPL-1.2 */
/* What a match answers for one post. The rules stand in the order in which they are looked at: the first that fails is
 * the one that is told. Codes are part of the API and never change; a new rule takes its place in the order. */
#ifndef JALON_MATCH_OUTCOME_H
#define JALON_MATCH_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/uuid.h"
#include "match/limits.h"

/* What amount and limit are stands beside each rule; base is said where there is one. */
enum match_rule {
    MATCH_FITS = 0,
    MATCH_RULE_PUBLIC,          /* H-14 */
    MATCH_RULE_HOST,            /* H-12: the host takes nobody */
    MATCH_RULE_HABILITATION,    /* H-02: none, or over: days since limit, its last day */
    MATCH_RULE_INSCRIPTION,     /* H-15 */
    MATCH_RULE_SUSPENDED,       /* H-18 */
    MATCH_RULE_FRESH,           /* B-09: days too many; days since the last confirmation (DAY_NONE: never) */
    MATCH_RULE_REFUSED,         /* M-05 */
    MATCH_RULE_CONSENT,         /* M-06: to be collected first */
    MATCH_RULE_MEASURE,         /* M-09: not open, or nothing left of it */
    MATCH_RULE_FAMILY,          /* B-06 */
    MATCH_RULE_AVOID_HOST,      /* C-08 */
    MATCH_RULE_AVOID_PLACE,     /* C-08: site or zone */
    MATCH_RULE_AVOID_PERSON,    /* C-08 */
    MATCH_RULE_NEED,            /* B-06: amount is the first need that is not met */
    MATCH_RULE_LIMITED,         /* W-06: amount is the first need that fit_limits excludes */
    MATCH_RULE_HOURS,           /* H-16: ordered minutes too few or too many; the post's bound */
    MATCH_RULE_UNFIT,           /* W-06 */
    MATCH_RULE_EXAM,            /* W-05: bits of match_exam; limit 1: asked already */
    MATCH_RULE_CAR,             /* C-07: a car is needed and she has none */
    MATCH_RULE_TRAVEL,          /* C-07: minutes too far, by the lower end of the range; the limit: hers, or the longest
                                 * that anybody is asked to go by that means */
    MATCH_RULE_NIGHT,           /* W-04, W-03: only night is in common */
    MATCH_RULE_SLOTS,           /* C-06: minutes lacking to a session (-1: no day in common); weekday */
    MATCH_RULE_TRANSIT,         /* C-07: nothing but public transport, which runs at none of the times: minutes by which
                                 * they are too early or too late; its hour, see transit_hour */
    MATCH_RULE_ASKED,           /* C-07: none of the times is within the hours that were asked for */
    MATCH_RULE_DAYS,            /* B-05: sessions lost to closures, holidays, absences; last day looked at */
    MATCH_RULE_CAPACITY,        /* B-05: places too few; places of that slot */
    MATCH_RULE_WEEK,            /* W-01: minutes over; the limit; base: job minutes */
    MATCH_RULE_LABOUR_WEEK,     /* W-03, W-04, when hard: minutes over; the limit; base: job minutes of the week */
    MATCH_RULE_LABOUR_DAY,      /* as above, of a day */
    MATCH_RULE_LABOUR_REST,     /* minutes of rest lacking; the limit */
    MATCH_RULE_LABOUR_DAYS,     /* days over; the limit */
    MATCH_RULE_LABOUR_OFF,      /* days off lacking; 2 */
    MATCH_RULE_HORIZON,         /* M-09: minutes left; last day looked at */
    MATCH_RULE_STANDING,        /* H-10: days of the plan after limit, the habilitation's last day */
    MATCH_RULE_PERIOD,          /* M-09: days after limit, the term */
    MATCH_RULES
};

/* Why an examination comes first (W-05): bits of the amount of MATCH_RULE_EXAM. */
enum match_exam {
    MATCH_EXAM_MINOR = 1,
    MATCH_EXAM_PERSON = 2,
    MATCH_EXAM_NIGHT = 4,
    MATCH_EXAM_RISK = 8,
    MATCH_EXAM_CARE = 16
};

/* What would have to change for the rule to hold. */
enum match_change {
    MATCH_CHANGE_NONE,
    MATCH_CHANGE_OTHER_POST,   /* nothing that anybody should wait for */
    MATCH_CHANGE_HOST,         /* the host or its post: activity, habilitation, inscription, confirmation */
    MATCH_CHANGE_JUDGE,        /* a decision on the measure */
    MATCH_CHANGE_CONSENT,
    MATCH_CHANGE_SERVICE,      /* a bar or distance that the service keeps */
    MATCH_CHANGE_PERSON,       /* a licence, a vaccination, a training */
    MATCH_CHANGE_EXAM,
    MATCH_CHANGE_TRAVEL,
    MATCH_CHANGE_SLOTS,        /* other times of the post or of the person */
    MATCH_CHANGE_JOB,          /* her job is in the way */
    MATCH_CHANGE_DATES,        /* closures, absences, a later beginning */
    MATCH_CHANGE_PLACES,
    MATCH_CHANGE_RENEWAL,      /* of the habilitation */
    MATCH_CHANGE_ASKED,        /* hours that were asked for */
    MATCH_CHANGES
};

enum match_warning {
    MATCH_WARN_DAY = 1u << 0,  /* W-03, W-04, where they are not hard: day, week, rest, days, days off, night */
    MATCH_WARN_WEEK = 1u << 1,
    MATCH_WARN_REST = 1u << 2,
    MATCH_WARN_DAYS = 1u << 3,
    MATCH_WARN_OFF = 1u << 4,
    MATCH_WARN_NIGHT = 1u << 5,
    MATCH_WARN_MARGIN = 1u << 6,
    MATCH_WARN_CLOCK = 1u << 7,    /* M-13: the term will move */
    MATCH_WARN_STANDING = 1u << 8, /* H-10 ends soon after the plan */
    MATCH_WARN_FITNESS = 1u << 9,  /* the opinion ends before the plan */
    MATCH_WARN_TUTOR = 1u << 10,   /* C-11: the one in charge follows as many as they take on */
    MATCH_WARN_DISTANCE = 1u << 11, /* not known */
    MATCH_WARN_EXAM = 1u << 12,    /* W-05: due before the work begins */
    MATCH_WARN_NEED = 1u << 13,    /* B-06: a need of which nobody knows */
    MATCH_WARN_LIMITS = 1u << 14,  /* W-06: limits in words, to be compared by a person */
    MATCH_WARN_TERM = 1u << 15,    /* M-10: no term yet, because the decision is not final */
    MATCH_WARN_TRAVEL = 1u << 16,  /* C-07: the way may be longer than she accepts */
    MATCH_WARN_CAR = 1u << 17,     /* C-07: a car is needed, and nobody said whether she has one */
    MATCH_WARN_TRANSIT = 1u << 18, /* C-07: public transport does not run at all of the times: see transit_at */
    MATCH_WARN_BREAK = 1u << 19    /* W-04, where it is not hard: a session without the break that is due */
};
#define MATCH_WARNINGS 20

/* What a range of minutes takes for granted. */
enum match_assumed {
    MATCH_ASSUMED_MEANS = 1u << 0, /* nobody said how she comes */
    MATCH_ASSUMED_PLACE = 1u << 1, /* home or post is somewhere in its commune */
    MATCH_ASSUMED_HOURS = 1u << 2  /* public transport, and the host stated no hours of it */
};

/* The order, one term after the other, smaller first; then the post's id. */
enum match_term {
    MATCH_TERM_MARGIN,   /* weeks that the margin lacks to MATCH_SAFE_WEEKS */
    MATCH_TERM_TRAVEL,   /* the longer end of the way, in steps of five minutes; MATCH_FAR when not known */
    MATCH_TERM_JOB,      /* sessions on days with a job */
    MATCH_TERM_AIM,      /* 0: serves the learning aim, 1: does not */
    MATCH_TERM_WEEKS,    /* ISO weeks with a session */
    MATCH_TERMS
};
#define MATCH_SAFE_WEEKS 13    /* a margin beyond a quarter of a year makes no post better than another */
#define MATCH_FAR        40000

struct match_fit {
    struct uuid post;
    enum match_rule rule; /* MATCH_FITS, or the first that fails */
    enum match_change change;
    int32_t amount;
    int32_t limit;
    int32_t base;
    /* of the plan, as far as it was made */
    int32_t first_day;    /* DAY_NONE: no session */
    int32_t last_day;     /* forecast of the last hour; DAY_NONE: not within the horizon */
    int32_t margin;       /* days from it to the term, negative after it; DAY_NONE: no term or no forecast */
    int32_t minutes;      /* worked: breaks that a hard limit asks for are none */
    int32_t sessions;
    int32_t weeks;
    int32_t job_days;     /* sessions on days on which she also has a job */
    int32_t led;          /* of what fits: people whom the one in charge, or who stands in, follows at these times on
                           * the day that comes nearest to, or is furthest over, how many she takes on; */
    int32_t led_max;      /* which is this; 0: nobody said */
    /* of the way, one way (match/travel.h) */
    int32_t travel_m;     /* in a straight line; -1: not known */
    int32_t travel_detour; /* thousandths of it that the way is */
    int32_t travel_by;    /* enum match_means; -1: not known, as is what follows */
    int32_t travel_from;  /* minutes; -1 */
    int32_t travel_to;
    uint32_t travel_assumed; /* bits of enum match_assumed */
    int32_t transit_at;   /* MATCH_WARN_TRANSIT, MATCH_RULE_TRANSIT: the minute at which the times begin or end */
    int32_t transit_hour; /* and the first (after it) or last minute of public transport; 0: transit_day has none */
    int32_t transit_day;  /* of that day of the week, 6 or 7, alone; 0: of any that has no hours of its own */
    uint32_t warnings;
    int32_t term[MATCH_TERMS];
    bool minor;           /* the limits were those of W-04 */
};

struct match_session {
    int32_t day;
    int16_t from_min;
    int16_t to_min; /* of the time on the spot, breaks within */
    int32_t slot; /* index in match_post.slots */
};

struct match_week {
    int32_t monday;
    int32_t minutes; /* of this plan, worked */
};

/* Filled as far as it was made, also where a rule fails; a few hundred bytes of its 11 KB are touched. */
struct match_plan {
    int32_t n_sessions;
    int32_t n_weeks;
    struct match_session session[MATCH_SESSIONS];
    struct match_week week[MATCH_WEEKS];
};

/* "slots", "W-01", never NULL; labour rules are W-04 for a minor. Out of range: "". */
const char *outcome_code(enum match_rule r);
const char *outcome_rule_id(enum match_rule r, bool minor);
const char *outcome_change(enum match_change c);
/* "margin", "labour_day": one bit; "margin", "travel". */
const char *outcome_warning(enum match_warning w);
const char *outcome_term(enum match_term t);

#endif
