/* SPDX-License-Identifier: EUPL-1.2 */
/* When somebody is expected at a post: the sessions to come of one placement, or of all at a post for its host. No
 * person is in it, and of the host's nothing that it is not told (58-forecast.sql). Days are numbers (domain/day.h),
 * minutes those of the day at the place. */
#ifndef JALON_STORE_PRESENCE_H
#define JALON_STORE_PRESENCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "store/conn.h"
#include "store/param.h"
#include "store/post.h"

#define PRESENCE_MAX 30000 /* more than two years of 42 times a week */

enum presence_statement {
    PRESENCE_PLACEMENT,
    PRESENCE_POST,
    PRESENCE_OF_PLACEMENT,
    PRESENCE_OF_POST,
    PRESENCE_STATEMENTS
};

/* Where. */
struct presence_place {
    char title[POST_TEXT(120)];
    char host[POST_TEXT(200)];
    char site[POST_TEXT(200)];
    char commune[POST_TEXT(100)];
    char departement[4];
    int64_t now_us;
};

struct presence {
    struct uuid placement;
    int32_t version; /* of the placement */
    int32_t day;
    int32_t n;       /* of the times of the placement */
    int32_t from_min;
    int32_t to_min;
};

extern const struct conn_group presence_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

/* The place of a placement, or a post. ERR_NOTFOUND: none that the session sees. */
void presence_placement_step(struct conn_step *s, struct param_list *p, const struct uuid *placement);
void presence_post_step(struct conn_step *s, struct param_list *p, const struct uuid *post);
int presence_read_place(const struct conn_step *s, struct presence_place *out) __attribute__((warn_unused_result));
/* By day, then minute. */
void presence_of_placement_step(struct conn_step *s, struct param_list *p, const struct uuid *placement);
void presence_of_post_step(struct conn_step *s, struct param_list *p, const struct uuid *post);
/* *out is the caller's to free; NULL and 0 after an error. ERR_NOMEM, ERR_FORMAT, ERR_LIMIT. */
int presence_read(const struct conn_step *s, struct presence **out, size_t *n) __attribute__((warn_unused_result));

#endif
