/* SPDX-License-Identifier: EUPL-1.2 */
/* The situation of a person as far as it decides which posts fit, taken out of her sealed profile (MATCH). What she
 * did not say is not in `said`, and nobody guesses it. About 18 KB, secret: wipe it with profile_wipe. Names of third
 * persons are not in it, because the record has none. */
#ifndef JALON_DOMAIN_PROFILE_H
#define JALON_DOMAIN_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/slot.h"

#define PROFILE_LISTED 20   /* of each kind of what is avoided */
#define PROFILE_PLACE 401   /* bytes of a place to avoid, with its NUL */
#define PROFILE_AIM 2001
#define PROFILE_COMMITMENTS 20
#define PROFILE_COMMITMENT_DAYS 14 /* longest that one with hours lasts: what comes again is no time of hers */

/* Members of the record; an empty list says as little as none. */
enum profile_member {
    PROFILE_JOB,
    PROFILE_AVAILABILITY,
    PROFILE_HOME,
    PROFILE_TRANSPORT,
    PROFILE_TRAVEL,
    PROFILE_LICENCE,
    PROFILE_FRENCH_SPOKEN,
    PROFILE_FRENCH_READ,
    PROFILE_FITNESS,
    PROFILE_MEMBERS
};

/* In the order of SITUATION_LEVEL and SITUATION_FITNESS (domain/situation.h). */
enum profile_level { PROFILE_LEVEL_NONE, PROFILE_LEVEL_SOME, PROFILE_LEVEL_FLUENT };
enum profile_fitness { PROFILE_NOT_EXAMINED, PROFILE_FIT, PROFILE_FIT_LIMITS, PROFILE_UNFIT };

/* In the order of SITUATION_TRIGGER. */
enum profile_trigger {
    PROFILE_TRIGGER_MINOR = 1u << 0,
    PROFILE_TRIGGER_DISABILITY = 1u << 1,
    PROFILE_TRIGGER_PREGNANCY = 1u << 2,
    PROFILE_TRIGGER_NIGHT = 1u << 3,
    PROFILE_TRIGGER_RISK = 1u << 4,
    PROFILE_TRIGGER_CARE = 1u << 5,
    PROFILE_TRIGGER_DIRECTOR = 1u << 6,
    PROFILE_TRIGGER_CLAIMED = 1u << 7
};

/* Expected elsewhere (E-05): whole days, or hours of each. Never what for. */
struct profile_commitment {
    int32_t first; /* days, both in it */
    int32_t last;
    int32_t from_min; /* minutes of each day */
    int32_t to_min;   /* 0: the whole days */
};

struct profile {
    uint32_t said; /* bits 1u << enum profile_member */
    /* job: minutes a week, and the times that are known of it */
    int32_t job_min;
    size_t n_job;
    struct slot job[SLOT_MAX];
    /* times at which she can come; none when not said */
    size_t n_free;
    struct slot free[SLOT_MAX];
    size_t n_commitments;
    struct profile_commitment commitment[PROFILE_COMMITMENTS];
    char commune[6]; /* INSEE */
    bool has_point;
    int32_t lat; /* millionths of a degree */
    int32_t lon;
    uint32_t means;     /* how she comes: bits in the order of SITUATION_TRANSPORT; 0: not said */
    int32_t travel_min; /* longest way, minutes */
    bool licence;
    enum profile_level spoken;
    enum profile_level read;
    char aim[PROFILE_AIM];
    enum profile_fitness fitness;
    bool has_until;
    int32_t fit_until; /* day, when has_until */
    uint32_t triggers; /* bits of enum profile_trigger */
    uint32_t families; /* bits in the order of WORD_OFFENCE_FAMILY */
    size_t n_cases;
    struct uuid cases[PROFILE_LISTED];
    size_t n_hosts;
    struct uuid hosts[PROFILE_LISTED];
    size_t n_sites;
    struct uuid sites[PROFILE_LISTED];
    size_t n_places;
    char place[PROFILE_LISTED][PROFILE_PLACE];
};

/* "job", "max_travel_minutes", "french.read": as in the record; "" out of range. */
const char *profile_member(enum profile_member m);
bool profile_says(const struct profile *p, enum profile_member m);
void profile_wipe(struct profile *p);

#endif
