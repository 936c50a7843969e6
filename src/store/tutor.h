/* SPDX-License-Identifier: EUPL-1.2 */
/* Everybody in charge of posts at a host with their load (C-11). */
#ifndef JALON_STORE_TUTOR_H
#define JALON_STORE_TUTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"
#include "store/user.h"

#define TUTOR_PAGE 50

enum tutor_statement {
    TUTOR_LIST,
    TUTOR_STATEMENTS
};

struct tutor {
    struct uuid id; /* of the contact */
    char name[USER_NAME];
    char function[USER_NAME];
    int32_t posts;         /* of which they are in charge, in any state but removed */
    int32_t people_max;    /* whom they take on at a time; 0: nobody said */
    struct day trained_on; /* of year 0, here and below: none */
    int32_t people;        /* whom they follow today; -1, here and below: not told */
    int32_t most;          /* who come on one day of the next 13 weeks, at most */
    struct day most_on;    /* the first such day */
    struct day away_first; /* their next absence */
    struct day away_last;
    struct uuid stand_in; /* nil: nobody */
    char stand_in_name[USER_NAME];
    int64_t created_us;
};

extern const struct conn_group tutor_statements;

/* A step of a transaction with a bound session; p is initialised here and must live until the step ran. after NULL: the
 * first page. By the instant at which they were entered. */
void tutor_list_step(struct conn_step *s, struct param_list *p, const struct uuid *host,
                     const struct page_cursor *after);
int tutor_read_list(const struct conn_step *s, struct tutor out[TUTOR_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));

#endif
