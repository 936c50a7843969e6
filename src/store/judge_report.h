/* SPDX-License-Identifier: EUPL-1.2 */
/* Reports to the mandating judge (life of a placement, steps 4, 11, 13 and 15): that they exist, when they are due,
 * when they went. Their text lies sealed beside them. Words are codes of domain/word.h. */
#ifndef JALON_STORE_JUDGE_REPORT_H
#define JALON_STORE_JUDGE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"

#define JUDGE_REPORT_PAGE 25

enum judge_report_statement {
    JUDGE_REPORT_LIST,
    JUDGE_REPORT_NEW,
    JUDGE_REPORT_SEND,
    JUDGE_REPORT_DROP,
    JUDGE_REPORT_STATEMENTS
};

struct judge_report_begun {
    struct uuid measure;
    const char *kind;
    struct uuid incident; /* that it tells, else nil */
    struct day due_on;    /* of year 0: by no day */
};

struct judge_report {
    struct uuid id;
    struct uuid case_id;
    struct judge_report_begun begun;
    struct day sent_on; /* of year 0: it has not gone */
    int64_t dropped_us; /* 0: it was not begun by mistake */
    struct uuid written_by;
    int64_t created_us;
    int32_t text_version; /* 0: nothing is written */
    int32_t version;
};

extern const struct conn_group judge_report_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

/* Newest first; after NULL: from the newest. */
void judge_report_list_step(struct conn_step *s, struct param_list *p, const struct uuid *measure,
                            const struct page_cursor *after);
int judge_report_read_list(const struct conn_step *s, struct judge_report out[JUDGE_REPORT_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
/* Gives id and replayed. */
void judge_report_new_step(struct conn_step *s, struct param_list *p, const struct judge_report_begun *begun,
                           const unsigned char key[32], const unsigned char digest[32]);
/* These two give the new version. */
void judge_report_send_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                            const struct day *sent_on);
void judge_report_drop_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected);

#endif
