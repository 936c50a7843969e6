/* SPDX-License-Identifier: EUPL-1.2 */
/* Measures of a case: what was ordered and when, the clock of the period, the end. Offence, court and reasons lie
 * sealed beside them. Words are codes of domain/word.h. */
#ifndef JALON_STORE_MEASURE_H
#define JALON_STORE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/word.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"

#define MEASURE_PAGE 25
#define MEASURE_FINDINGS 16
#define MEASURE_FINDING 32 /* longest finding with its NUL */
#define MEASURE_STOOD 500  /* suspensions that are read with a page */

enum measure_statement {
    MEASURE_THERE,
    MEASURE_LIST,
    MEASURE_ONE,
    MEASURE_STOOD_OF_CASE,
    MEASURE_STOOD_OF_ONE,
    MEASURE_NEW,
    MEASURE_PUT,
    MEASURE_OPEN,
    MEASURE_STEPS,
    MEASURE_END,
    MEASURE_STATEMENTS
};

/* Unknown yet, in a draft: 0, a day of year 0, NULL. */
struct measure_ordered {
    const char *kind;
    const char *offence_class;
    int32_t ordered_minutes;
    struct day facts_on;
    struct day judged_on;
    struct day final_on;
    struct day seized_on;
    int32_t period_months;
    int32_t firm_months;
    bool has_fallback; /* is it known? */
    bool fallback;
    const char *consent;
    struct day consented_on;
    const char *authority;
    bool judge_kept;
};

struct measure_steps {
    struct day first_interview_on;
    struct day evaluation_sent_on;
    struct day end_report_sent_on;
    struct day fitness_asked_on;
    struct day fitness_due_on;
    struct day fitness_received_on;
};

struct measure {
    struct uuid id;
    struct uuid case_id;
    const char *state;
    struct measure_ordered ordered;
    struct measure_steps steps;
    const char *end_code; /* NULL: not ended */
    struct day ended_on;
    struct day term; /* last day of the period; of year 0 while it is not final */
    int32_t justice_version;
    int32_t version;
    int64_t created_us;
    bool judged; /* a draft that was looked at: it has findings, or none */
    size_t findings;
    char finding[MEASURE_FINDINGS][MEASURE_FINDING];
};

struct measure_stood {
    struct uuid measure;
    const char *kind;
    struct day from;
    struct day to; /* last day; of year 0 while it lasts */
};

extern const struct conn_group measure_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

/* Does the session see this case, or a measure of it? */
void measure_there_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id);
/* ERR_NOTFOUND when not. */
int measure_read_there(const struct conn_step *s) __attribute__((warn_unused_result));
/* Newest first; after NULL: from the newest. */
void measure_list_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                       const struct page_cursor *after);
int measure_read_list(const struct conn_step *s, struct measure out[MEASURE_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
void measure_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
/* ERR_NOTFOUND when there is none that the session may see. */
int measure_read_one(const struct conn_step *s, struct measure *out) __attribute__((warn_unused_result));
/* Suspensions of all measures of a case, or of one measure, by their first day. */
void measure_stood_of_case_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id);
void measure_stood_of_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
/* out holds MEASURE_STOOD. */
int measure_read_stood(const struct conn_step *s, struct measure_stood *out, size_t *n)
    __attribute__((warn_unused_result));

/* Writes; those with expected give the new version. key and digest: see app/asking.h. */
void measure_new_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                      const struct measure_ordered *o, const unsigned char key[32], const unsigned char digest[32]);
void measure_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                      const struct measure_ordered *o);
void measure_open_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected);
void measure_steps_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                        const struct measure_steps *steps);
void measure_end_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                      const char *code, const struct day *ended_on);

#endif
