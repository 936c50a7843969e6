/* SPDX-License-Identifier: EUPL-1.2 */
/* Posts as they are read: a page of the list, the whole sheet and what hangs on it. Row policies decide which posts a
 * session sees, and whether it sees the barred families at all. Writing is in store/post_change.h. */
#ifndef JALON_STORE_POST_H
#define JALON_STORE_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/slot.h"
#include "domain/transit.h"
#include "domain/word.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"

#define POST_PAGE 50
#define POST_TEXT(characters) ((characters) * 4 + 1) /* bytes, with the NUL */
#define POST_NEEDS 7
#define POST_BARS 9
#define POST_SIDES 2
#define POST_CLOSURES 100 /* the next so many */

enum post_statement {
    POST_LIST,
    POST_SEARCH,
    POST_SHEET,
    POST_LIST_CLOSURES,
    POST_LIST_SUSPENSIONS,
    POST_LIST_BARS,
    POST_STATEMENTS
};

enum post_car { POST_CAR_ANY, POST_CAR_NEEDED, POST_CAR_NOT_NEEDED };

struct post {
    struct uuid id;
    struct uuid host;
    char host_name[POST_TEXT(200)];
    struct uuid site;
    char site_name[POST_TEXT(200)];
    char insee[8];
    char commune[POST_TEXT(100)];
    char stop[POST_TEXT(100)]; /* of its site, see store/site.h */
    char lines[POST_TEXT(100)];
    int32_t stop_walk_min;
    bool located; /* by the site's point, else its commune's */
    int32_t lat;  /* millionths of a degree, WGS 84 */
    int32_t lon;
    char public[WORD_MAX + 1];
    char title[POST_TEXT(120)];
    char family[WORD_MAX + 1];
    int32_t places;
    bool car_needed;
    int32_t transit_first; /* minute of the day; 0: not said */
    int32_t transit_last;
    struct transit_hours transit_saturday;
    struct transit_hours transit_sunday;
    char state[WORD_MAX + 1];
    struct day inscribed_on; /* year 0: never */
    struct day confirmed_on;
    bool fresh; /* B-09: confirmed within the quarter */
    size_t slots;
    struct slot slot[SLOT_MAX];
    int32_t version;
    int64_t created_us;
    int32_t metres; /* in a list, from where it looks: in a straight line; -1: not asked for, or without a point */
    int32_t way_min; /* with home_by, the way there that it counts; -1: none */
    bool fresh_find; /* of a kept search: its owner has not seen it there */
};

struct post_sheet {
    struct post post;
    char nature[POST_TEXT(2000)];
    char manner[POST_TEXT(2000)];
    char learning[POST_TEXT(1000)];
    int32_t min_hours; /* 0: not said */
    int32_t max_hours;
    size_t needs;
    char need[POST_NEEDS][WORD_MAX + 1];
    bool special_risk;
    bool care_setting;
    bool meets_children;
    bool meets_vulnerable;
    bool meets_public;
    char protection[POST_TEXT(300)];
    char dress[POST_TEXT(300)];
    char meals[POST_TEXT(300)];
    struct uuid in_charge; /* nil: nobody */
    char in_charge_name[POST_TEXT(200)];
    char in_charge_function[POST_TEXT(200)];
    char in_charge_phone[POST_TEXT(40)];
    struct day in_charge_trained_on; /* of year 0: nobody said */
};

struct post_closure {
    struct uuid id;
    struct day first;
    struct day last;
    char reason[POST_TEXT(300)];
};

struct post_suspension {
    char side[WORD_MAX + 1];
    char reason[POST_TEXT(1000)];
    int64_t since_us;
};

/* What a list is narrowed to; a zeroed one shows all. Words are those of the schema. weekdays, hours, transit and free
 * are asked of one and the same time of a post; sql/functions/66-post-find.sql says how. */
struct post_filter {
    const struct uuid *host;
    const char *commune;
    const char *family;
    const char *public;
    const char *near;   /* commune from whose point metres are counted */
    bool has_point;     /* the same from lat and lon; near is NULL then */
    int32_t lat;        /* millionths of a degree */
    int32_t lon;
    int32_t within;     /* metres at most; 0: any */
    uint32_t weekdays;  /* one of these, bit 0 is Monday; 0: any */
    int32_t begin_from; /* minutes of the day, as of a match; 0: any */
    int32_t home_by;
    enum post_car car;
    bool transit; /* one comes by public transport (C-07) */
    bool free;    /* with a place that nobody holds from today on (C-14) */
    bool fresh;   /* only these */
};

/* A page of it. */
struct post_page {
    struct post_filter filter;
    const char *state;
    bool on_offer;      /* only inscribed ones of active hosts */
    bool nearest_first; /* in place of the newest; us of the cursor is what post_order gives */
    const struct page_cursor *after;
};

extern const struct conn_group post_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran, as must f. */
void post_list_step(struct conn_step *s, struct param_list *p, const struct post_page *page);
/* A page of what a kept search finds; only order and after of the page are looked at. */
void post_search_step(struct conn_step *s, struct param_list *p, const struct post_page *page,
                      const struct uuid *search);
/* Thirteen parameters: host, commune, family, public, near, within, weekdays, begin_from, home_by, car_needed, transit,
 * free, fresh. What f points to must live as long as p. */
void post_param_filter(struct param_list *p, const struct post_filter *f);
void post_sheet_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
/* Those that are not over, by their days. */
void post_closures_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
/* Those that run. */
void post_suspensions_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
void post_bars_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
/* In the order of the page. *more when others follow. */
int post_read_list(const struct conn_step *s, struct post out[POST_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
/* What a cursor of that order holds of a post beside its id. */
int64_t post_order(const struct post *p, bool nearest_first);
/* ERR_NOTFOUND when there is none that the session may see. */
int post_read_sheet(const struct conn_step *s, struct post_sheet *out) __attribute__((warn_unused_result));
int post_read_closures(const struct conn_step *s, struct post_closure out[POST_CLOSURES], size_t *n)
    __attribute__((warn_unused_result));
int post_read_suspensions(const struct conn_step *s, struct post_suspension out[POST_SIDES], size_t *n)
    __attribute__((warn_unused_result));
int post_read_bars(const struct conn_step *s, char out[POST_BARS][WORD_MAX + 1], size_t *n)
    __attribute__((warn_unused_result));

#endif
