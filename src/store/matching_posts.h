/* SPDX-License-Identifier: EUPL-1.2 */
/* Posts as a match looks at them, with all that hangs on them, and what is taken of their slots. Row policies decide
 * which posts and bars a session sees; who takes a place is told to nobody. */
#ifndef JALON_STORE_MATCHING_POSTS_H
#define JALON_STORE_MATCHING_POSTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/slot.h"
#include "domain/transit.h"
#include "store/conn.h"
#include "store/matching.h"
#include "store/param.h"

#define MATCHING_POSTS_CLOSURES 64 /* closed spans of one post; where there are more, the last has no end */
#define MATCHING_POSTS_HABILITATIONS 16 /* spans of a host's; where there are more, the last ones */
enum matching_posts_statement {
    MATCHING_POSTS_ALL,
    MATCHING_POSTS_THESE,
    MATCHING_POSTS_TAKEN,
    MATCHING_POSTS_TAKEN_OF_THESE,
    MATCHING_POSTS_STATEMENTS
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
    const char *departement;
    bool located;
    int32_t lat; /* millionths of a degree */
    int32_t lon;
    bool rough;  /* they are the middle of its commune */
    const char *stop; /* of its site, "": not said */
    const char *lines;
    int32_t stop_walk_min; /* 0: not said */
    bool car_needed;
    int32_t transit_first; /* minute of the day; 0: not said */
    int32_t transit_last;
    struct transit_hours transit_saturday;
    struct transit_hours transit_sunday;
    bool minors;
    bool host_active;
    bool needs_habilitation;
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
    int32_t tutor_trained; /* day on which the one in charge was trained; DAY_NONE: nobody said */
    int32_t tutor_max; /* people at a time whom the one in charge takes on; 0: nobody said */
    size_t n_slots;
    const struct slot *slots;
    size_t n_closures;
    const struct matching_span *closures;
    size_t n_habilitations; /* for its département and public */
    const struct matching_span *habilitations;
};

struct matching_taken {
    struct uuid post;
    struct matching_time time;
    int32_t who; /* alike for what replaces one another: one of them is there at a time */
    int32_t led_max; /* 0: a place of the post. Else who would be in charge of it then follows somebody then, here or
                      * at another post (C-11), and takes on so many people */
};

struct matching_posts {
    struct pg_result *texts; /* all of it is owned */
    size_t n;
    struct matching_post *post; /* by id */
    struct slot *slots;
    struct matching_span *spans; /* closures and habilitations */
    size_t n_taken;
    struct matching_taken *taken; /* by post */
};

extern const struct conn_group matching_posts_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

/* Inscribed and suspended posts of a département; or these posts, whatever their state and wherever they are. instead:
 * NULL, or a contact who is in charge of the placement in question in place of whom the post names (C-11). */
void matching_posts_step(struct conn_step *s, struct param_list *p, const char *departement);
void matching_posts_these_step(struct conn_step *s, struct param_list *p, const struct uuid *posts, size_t n,
                               const struct uuid *instead);
/* chain: NULL, or placements whose places are not to count. */
void matching_posts_taken_step(struct conn_step *s, struct param_list *p, const char *departement,
                               const struct uuid *chain);
void matching_posts_taken_of_these_step(struct conn_step *s, struct param_list *p, const struct uuid *posts, size_t n,
                                        const struct uuid *chain, const struct uuid *instead);
/* Takes the result of the posts' step away. ERR_NOMEM, ERR_FORMAT. out wants matching_posts_release whatever
 * happened. */
int matching_posts_read(struct conn_step *posts, const struct conn_step *taken, struct matching_posts *out)
    __attribute__((warn_unused_result));
void matching_posts_release(struct matching_posts *out);

#endif
