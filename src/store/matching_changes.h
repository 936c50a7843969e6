/* SPDX-License-Identifier: EUPL-1.2 */
/* For who keeps the posts of a département in memory (app/territory.h): what of it is new, and whether the session may
 * look at it at all. */
#ifndef JALON_STORE_MATCHING_CHANGES_H
#define JALON_STORE_MATCHING_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/uuid.h"
#include "store/conn.h"
#include "store/param.h"

#define MATCHING_CHANGED 500 /* more posts than that are not brought up to date but read with all others */
#define MATCHING_MARK 8192   /* bytes of a mark, with its NUL */

enum matching_changes_statement {
    MATCHING_CHANGES,
    MATCHING_CHANGES_STATEMENTS
};

/* What is new for who has posts in memory already (offer.changes). */
struct matching_changes {
    bool any;                 /* false: there are no posts for the session, in memory or elsewhere: it lacks the secret of
                               * its unit, or that has no département */
    char mark[MATCHING_MARK]; /* of which day and snapshot posts are that are read from now on; "": nobody may keep
                               * them */
    bool has_base;
    size_t base;              /* of the marks that were given: the one that can be brought up to date */
    size_t n;                 /* MATCHING_CHANGED + 1: more than that */
    struct uuid changed[MATCHING_CHANGED + 1]; /* since then, in order */
};

extern const struct conn_group matching_changes_statements;

/* A step of a transaction with a bound session; p is initialised here and must live until the step ran. */

/* given: n marks of before. chain: NULL, or placements whose posts count as changed. */
void matching_changes_step(struct conn_step *s, struct param_list *p, const char *const *given, size_t n,
                           const struct uuid *chain);
int matching_changes_read(const struct conn_step *s, struct matching_changes *out)
    __attribute__((warn_unused_result));

#endif
