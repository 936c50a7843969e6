/* SPDX-License-Identifier: EUPL-1.2 */
/* Counts for who may see no case: unmet need, how far posts are taken, posts with their next day. What is told of few
 * people is decided in SQL (56-counts.sql). Words are codes of domain/word.h. */
#ifndef JALON_STORE_COUNT_H
#define JALON_STORE_COUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/no_match.h"
#include "store/param.h"
#include "store/post.h"
#include "store/user.h"

#define COUNT_NEEDS 1024 /* cells of unmet need: areas of a département, kinds of slot and of work */
#define COUNT_FILLS 32
#define COUNT_ROOMS 2048 /* cells of free posts: as above, and for whom */
#define COUNT_PAGE 50
#define COUNT_WHY 16

enum count_statement { COUNT_NEED_LIST, COUNT_FILL_LIST, COUNT_ROOM_LIST, COUNT_POST_LIST, COUNT_STATEMENTS };

struct count_need {
    char area[NO_MATCH_AREA];
    const char *slot;
    const char *family; /* NULL: any, or others */
    bool others;        /* the kinds of work of which no number is told, together */
    int32_t people;
};

struct count_fill {
    const char *family;
    int32_t posts;
    int32_t places;
    bool told;      /* people is a number that is told */
    int32_t people;
};

struct count_room {
    char area[NO_MATCH_AREA];
    const char *slot;
    const char *public;
    const char *family;
    int32_t posts;
};

struct count_post {
    struct uuid id;
    char title[POST_TEXT(120)];
    struct uuid host;
    char host_name[USER_NAME];
    const char *state;
    int32_t places;
    struct day confirmed_on; /* of year 0: never */
    bool counts;             /* somebody may be counted on to find a place: B-09, H-10, H-15, H-18 */
    struct day next_day;     /* of year 0: none within a year, or it does not count */
    char why[COUNT_WHY];     /* then the rule by which that is so, as match/explain_post.h has it; "": none */
    bool dormant;            /* B-09: not confirmed in time, nobody proposed since */
};

extern const struct conn_group count_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */
void count_needs_step(struct conn_step *s);
int count_read_needs(const struct conn_step *s, struct count_need out[COUNT_NEEDS], size_t *n)
    __attribute__((warn_unused_result));
void count_fill_step(struct conn_step *s);
int count_read_fill(const struct conn_step *s, struct count_fill out[COUNT_FILLS], size_t *n)
    __attribute__((warn_unused_result));
void count_rooms_step(struct conn_step *s);
int count_read_rooms(const struct conn_step *s, struct count_room out[COUNT_ROOMS], size_t *n)
    __attribute__((warn_unused_result));
/* By id; after NULL: from the first. */
void count_posts_step(struct conn_step *s, struct param_list *p, const struct uuid *after);
int count_read_posts(const struct conn_step *s, struct count_post out[COUNT_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));

#endif
