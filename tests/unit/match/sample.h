/* SPDX-License-Identifier: EUPL-1.2 */
/* A person and a post that fit each other, to be changed in one thing. Monday 2 November 2026 is tomorrow. */
#ifndef JALON_TESTS_MATCH_SAMPLE_H
#define JALON_TESTS_MATCH_SAMPLE_H

#include <string.h>

#include "match/match.h"

#define AT(h, m) ((h) * 60 + (m))

/* As the first numbers of C-07 in offer.rule_param. */
#define SAMPLE_TRAVEL                                                                                                  \
    {.detour_far = 1100, .detour_near = 300, .detour_fall_m = 20000, .centre_m = 1300, .transit_first = AT(6, 0),      \
     .transit_last = AT(22, 0),                                                                                        \
     .means = {{0, 75, 15, 60}, {5, 230, 20, 60}, {12, 330, 30, 0}, {5, 550, 25, 0}, {5, 550, 25, 0}}}

struct sample {
    struct match_snapshot s;
    struct match_post p;
    struct slot free[MATCH_SLOTS];
    struct slot job[MATCH_SLOTS];
    struct match_busy busy[64];
    struct match_span away[8];
    struct uuid hosts[4];
    struct uuid sites[4];
    struct match_zone zones[4];
    int32_t holidays[16];
    struct slot slots[MATCH_SLOTS];
    struct match_span closures[8];
    struct match_taken taken[16];
    struct match_taken led[16];
};

static inline int32_t sample_day(int year, int month, int day)
{
    struct day d = {year, month, day};

    return day_number(&d);
}

static inline void sample_free(struct sample *x, int weekday, int from, int to)
{
    x->free[x->s.n_free++] = (struct slot){weekday, from, to, SLOT_EVERY, 0};
}

static inline void sample_job(struct sample *x, int weekday, int from, int to)
{
    x->job[x->s.n_job++] = (struct slot){weekday, from, to, SLOT_EVERY, 0};
}

static inline void sample_slot(struct sample *x, int weekday, int from, int to, enum slot_weeks weeks)
{
    x->slots[x->p.n_slots++] = (struct slot){weekday, from, to, weeks, 0};
}

static inline void sample_take(struct sample *x, int slot, int32_t first, int32_t last, int places)
{
    x->taken[x->p.n_taken++] = (struct match_taken){slot, SLOT_EVERY, {first, last}, places, 0};
}

/* 70 hours at 7 hours on Mondays and Thursdays, no job, a term far away. No labour limit, none hard. */
static inline void sample_make(struct sample *x)
{
    memset(x, 0, sizeof *x);
    x->s = (struct match_snapshot){
        .today = sample_day(2026, 11, 1),
        .horizon = sample_day(2028, 6, 30),
        .law = {.legal_week_min = 2100, .over_min = 720, .least_session = 60, .fresh_days = 92, .warn_margin = 30,
                .warn_standing = 92, .travel = SAMPLE_TRAVEL},
        .measure_open = true,
        .consent = MATCH_CONSENT_GIVEN,
        .ordered_min = 4200,
        .remaining_min = 4200,
        .term = sample_day(2027, 12, 31),
        .fit_until = DAY_NONE,
        .has_point = true,
        .point = {50633333, 3066667},
        .free = x->free,
        .job = x->job,
        .busy = x->busy,
        .away = x->away,
        .avoid_hosts = x->hosts,
        .avoid_sites = x->sites,
        .avoid_zones = x->zones,
        .holidays = x->holidays,
    };
    x->p = (struct match_post){
        .id = {{1}},
        .host = {{2}},
        .site = {{3}},
        .host_active = true,
        .needs_habilitation = true,
        .habilitation = {sample_day(2024, 1, 1), sample_day(2028, 12, 31)},
        .inscription = MATCH_INSCRIPTION_RUNNING,
        .inscribed_on = sample_day(2024, 3, 1),
        .confirmed_on = sample_day(2026, 10, 1),
        .has_point = true,
        .point = {50690000, 3180000},
        .places = 1,
        .slots = x->slots,
        .closures = x->closures,
        .taken = x->taken,
        .led = x->led,
    };
    for (int d = 1; d <= 7; d++)
        sample_free(x, d, AT(7, 0), AT(20, 0));
    sample_slot(x, 1, AT(9, 0), AT(16, 0), SLOT_EVERY);
    sample_slot(x, 4, AT(9, 0), AT(16, 0), SLOT_EVERY);
}

#endif
