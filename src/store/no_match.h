/* SPDX-License-Identifier: EUPL-1.2 */
/* That no post fitted somebody on a day (C-12), added to and never changed. Who sees which is for row policies, who
 * records one for casework.no_match_new. Words are codes of domain/word.h. */
#ifndef JALON_STORE_NO_MATCH_H
#define JALON_STORE_NO_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"

#define NO_MATCH_PAGE 25
#define NO_MATCH_AREA 5 /* code of an arrondissement, with its NUL */

enum no_match_statement { NO_MATCH_LIST, NO_MATCH_NEW, NO_MATCH_STATEMENTS };

struct no_match_new {
    struct uuid measure;
    struct day day;
    const char *code;
    const char *area;   /* arrondissement; these three NULL: nothing was said */
    const char *slot;
    const char *family;
};

struct no_match {
    struct uuid id;
    struct uuid case_id;
    struct no_match_new said;
    char area[NO_MATCH_AREA]; /* said.area points here, or is NULL */
    struct uuid recorded_by;
    int64_t recorded_us;
};

extern const struct conn_group no_match_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

/* Newest first; after NULL: from the newest. */
void no_match_list_step(struct conn_step *s, struct param_list *p, const struct uuid *measure,
                        const struct page_cursor *after);
int no_match_read_list(const struct conn_step *s, struct no_match out[NO_MATCH_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
/* Gives (id, replayed). key and digest: see app/asking.h. */
void no_match_new_step(struct conn_step *s, struct param_list *p, const struct no_match_new *said,
                       const unsigned char key[32], const unsigned char digest[32]);

#endif
