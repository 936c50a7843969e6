/* SPDX-License-Identifier: EUPL-1.2 */
/* Last days of running placements that somebody moved: who asked for it, and what it was before. Why is sealed beside
 * the row (RECORD_LAST_DAY_CHANGE). Row policies decide which rows there are. Words are codes of domain/word.h. */
#ifndef JALON_STORE_LAST_DAY_H
#define JALON_STORE_LAST_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/hours.h"
#include "store/page.h"
#include "store/param.h"
#include "store/placement_write.h"

#define LAST_DAY_PAGE 25

enum last_day_statement {
    LAST_DAY_LIST,
    LAST_DAY_MOVE,
    LAST_DAY_STATEMENTS
};

struct last_day_change {
    struct uuid id;
    const char *asked_by; /* of WORD_ASKER */
    struct day last_day;  /* from then on */
    struct day replaced;  /* until then */
    struct uuid made_by;
    int64_t made_us;
};

extern const struct conn_group last_day_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

/* Of a placement, newest first; after may be NULL. */
void last_day_list_step(struct conn_step *s, struct param_list *p, const struct uuid *placement,
                        const struct page_cursor *after);
int last_day_read_list(const struct conn_step *s, struct last_day_change out[LAST_DAY_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
/* look: of a later day (placement_write.h). */
void last_day_move_step(struct conn_step *s, struct param_list *p, const struct uuid *placement, int32_t expected,
                        const struct day *last_day, const char *asked_by,
                        const struct placement_look *look);
/* change: the row beside which the reason is to be sealed before the transaction ends; nil where broken says which
 * rules forbid it, and nothing was written. */
int last_day_read_move(const struct conn_step *s, int32_t *version, struct hours_rules *broken, struct uuid *change)
    __attribute__((warn_unused_result));

#endif
