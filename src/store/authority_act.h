/* SPDX-License-Identifier: EUPL-1.2 */
/* What authorities without account decided about a measure: recorded by one person, checked by another against the
 * paper, and of effect from then on. A copy of the paper lies sealed beside it. */
#ifndef JALON_STORE_AUTHORITY_ACT_H
#define JALON_STORE_AUTHORITY_ACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"
#include "store/placement_write.h"

#define AUTHORITY_ACT_PAGE 25
#define AUTHORITY_ACT_REFERENCE (200 * 4 + 1)

enum authority_act_statement {
    AUTHORITY_ACT_THERE,
    AUTHORITY_ACT_LIST,
    AUTHORITY_ACT_NEW,
    AUTHORITY_ACT_PLACEMENT,
    AUTHORITY_ACT_CHECK,
    AUTHORITY_ACT_DROP,
    AUTHORITY_ACT_STATEMENTS
};

/* What stands on the paper; codes of domain/word.h. */
struct authority_act_paper {
    const char *kind;
    const char *authority;
    const char *sense;
    struct day decided_on;
    const char *suspension; /* NULL for another kind */
    struct day from_on;     /* of year 0: none */
    struct day to_on;
};

struct authority_act {
    struct uuid id;
    struct uuid measure;
    struct authority_act_paper paper;
    char reference[AUTHORITY_ACT_REFERENCE]; /* "" for an auditor too: people write names into it */
    struct uuid recorded_by;
    int64_t recorded_us;
    struct uuid checked_by; /* nil, 0: not yet */
    int64_t checked_us;
    int64_t dropped_us; /* 0: it was not given up */
    int32_t justice_version;
    struct uuid placement; /* that an assignment is about, else nil */
};

extern const struct conn_group authority_act_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

/* Does the session see this measure? ERR_NOTFOUND when not. */
void authority_act_there_step(struct conn_step *s, struct param_list *p, const struct uuid *measure);
int authority_act_read_there(const struct conn_step *s) __attribute__((warn_unused_result));
/* Newest first; after NULL: from the newest. */
void authority_act_list_step(struct conn_step *s, struct param_list *p, const struct uuid *measure,
                             const struct page_cursor *after);
int authority_act_read_list(const struct conn_step *s, struct authority_act out[AUTHORITY_ACT_PAGE], size_t *n,
                            bool *more) __attribute__((warn_unused_result));
/* placement: nil but for an assignment. */
void authority_act_new_step(struct conn_step *s, struct param_list *p, const struct uuid *measure,
                            const struct authority_act_paper *paper, const char *reference,
                            const struct uuid *placement, const unsigned char key[32], const unsigned char digest[32]);
/* The placement that an assignment is about. ERR_NOTFOUND: no such act, or it is about none. */
void authority_act_placement_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
int authority_act_read_placement(const struct conn_step *s, struct uuid *out) __attribute__((warn_unused_result));
/* Neither authority nor suspension of the paper is looked at. last_day (no day: as proposed) and look are of an
 * assignment, as placement_write_sign_step takes them. REFUSAL_PROFILE_CHANGED. */
void authority_act_check_step(struct conn_step *s, struct param_list *p, const struct uuid *id,
                              const struct authority_act_paper *paper, const struct day *last_day,
                              const struct placement_look *look);
void authority_act_drop_step(struct conn_step *s, struct param_list *p, const struct uuid *id);

#endif
