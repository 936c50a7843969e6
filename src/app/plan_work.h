/* SPDX-License-Identifier: EUPL-1.2 */
/* What plan_solve works on: its own, not for others. */
#ifndef JALON_APP_PLAN_WORK_H
#define JALON_APP_PLAN_WORK_H

#include "app/match_times.h"
#include "app/plan_near.h"
#include "app/plan_solve.h"
#include "assign/plan.h"
#include "assign/problem.h"
#include "match/match.h"

struct plan_work_edges {
    struct problem_edge *edge;
    size_t n, room;
};

/* A person ready for posts, some 65 KB. Whom a plan looks at again and again are those who come first. */
#define PLAN_WORK_READY 256
#define PLAN_WORK_OWN   1024 /* times of one person at other posts: a match knows no more days of hers (MATCH_BUSY) */
struct plan_work_ready {
    bool made;
    struct match_material material;
    struct match match;
};

/* All that is worked on; secret. */
struct plan_work {
    const struct plan_people *people;
    struct plan_solve *out;
    struct problem problem;
    struct plan plan;
    size_t *next; /* per person, the next one at the same post in this round */
    size_t *held; /* per person, the post at which her line held in the round before; PLAN_SOLVE_NONE: at none */
    size_t *same; /* per person, the last one before her of the same case (plan_beside.h) */
    size_t *before; /* per person whose line held, who was booked there just before her; PLAN_SOLVE_NONE: nobody */
    struct plan_work_post *post; /* per post */
    struct plan_work_edges dropped; /* in this round */
    struct plan_work_edges found;   /* since the problem was made or solved */
    struct plan_work_view *view;    /* per person */
    struct plan_work_place *place;  /* per post */
    struct plan_work_north *north;  /* all posts, those without a point first, then from south to north */
    size_t unlocated;
    unsigned char *gone; /* a bit per person and post: she cannot come there even alone, which was found before it was
                          * looked at what it costs */
    struct plan_work_ready *ready; /* of the first PLAN_WORK_READY people, kept once they are made */
    struct plan_work_ready other;  /* of one more */
    struct plan_work_ready *at;    /* the last one asked for */
    struct matching_time own[PLAN_WORK_OWN]; /* of one person, with another line of hers */
    struct match proposal;
    struct match_snapshot meant;
    struct match_plan sessions;
    struct match_taken taken[MATCH_TAKEN]; /* of one post, with the lines before */
};

/* How far a person's posts were looked at. */
struct plan_work_view {
    bool whole;              /* not at all, where something lacks */
    bool minor;
    uint8_t days;            /* bit 1u << d: free at some time of weekday d */
    int32_t minutes;         /* of way, PLAN_NEAR_ALL: all that she reaches */
    struct travel_box seen;  /* for so many minutes */
    struct travel_box reach; /* nothing outside of it fits */
};

/* What excludes most posts at a glance. */
struct plan_work_place {
    struct match_point point;
    bool has_point;
    bool minors;
    uint8_t days; /* as above, of its slots */
};

struct plan_work_north {
    struct plan_work_place place;
    uint32_t post;
};

struct plan_work_post {
    size_t first;   /* of the people at it in this round, by index; as many as there are people: nobody */
    size_t lines;   /* that held in the round before, where all did; SIZE_MAX: not all */
    size_t alone;   /* people up to this one were tried there alone, */
    size_t tries;   /* so many at once the last time */
};

/* Fills w, which is zeroed but for people and out; wants plan_work_release whatever happened. */
int plan_work_prepare(struct plan_work *w) __attribute__((warn_unused_result));
/* Makes person i ready for posts: w->at. */
int plan_work_begin(struct plan_work *w, size_t i) __attribute__((warn_unused_result));
int plan_work_edge(struct plan_work_edges *e, size_t i, size_t j, int32_t cost) __attribute__((warn_unused_result));
/* Bit 1u << d for each weekday d of these times. */
uint8_t plan_work_days(const struct slot *slots, size_t n);
/* The problem with the edges that were found. */
int plan_work_problem(struct plan_work *w) __attribute__((warn_unused_result));
void plan_work_release(struct plan_work *w); /* and w itself */

#endif
