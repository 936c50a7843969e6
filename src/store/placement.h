/* SPDX-License-Identifier: EUPL-1.2 */
/* Placements: where each person is placed, how far that is, and the steps of its life after the proposal. Names,
 * reasons and words lie sealed beside them. Row policies decide which rows a session sees; which columns people of a
 * host may read is decided where the answer is written. Words are codes of domain/word.h. */
#ifndef JALON_STORE_PLACEMENT_H
#define JALON_STORE_PLACEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/rule.h"
#include "domain/slot.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"

#define PLACEMENT_PAGE 25
#define PLACEMENT_NAME (200 * 4 + 1)  /* of a host, a contact: bytes with the NUL */
#define PLACEMENT_TITLE (120 * 4 + 1) /* of a post */
#define PLACEMENT_MISSING 24          /* most rules that one breaks */

enum placement_statement {
    PLACEMENT_LIST,
    PLACEMENT_ONE,
    PLACEMENT_SLOTS,
    PLACEMENT_ANSWER,
    PLACEMENT_IN_CHARGE,
    PLACEMENT_MEETING,
    PLACEMENT_WITHDRAW,
    PLACEMENT_END,
    PLACEMENT_TOLD,
    PLACEMENT_STATEMENTS
};

/* Not yet, or nobody: days of year 0, instants 0, nil, NULL. */
struct placement {
    struct uuid id;
    struct uuid case_id;
    struct uuid measure;
    struct uuid post;
    char post_title[PLACEMENT_TITLE];
    struct uuid host;
    char host_name[PLACEMENT_NAME];
    struct uuid chain; /* the first of those that replace one another */
    const char *state;
    int32_t planned_minutes;
    struct day first_day;
    struct day last_day;
    struct day hold_until;
    struct uuid in_charge;
    char in_charge_name[PLACEMENT_NAME];
    struct day in_charge_trained_on; /* of year 0: nobody said */
    struct day met_on;
    const char *decline_code;
    const char *close_code;
    int64_t proposed_us;
    int64_t answered_us;
    int64_t signed_us;
    int64_t closed_us;
    struct day ended_on;
    struct day attested_on;
    int32_t offer_version; /* of the sealed records; 0: none */
    int32_t contact_version;
    int32_t answer_version;
    int32_t version;
};

/* As of today, if she comes to each of her times from now on (E-10). */
struct placement_forecast {
    bool there;             /* it runs, and the reader follows it */
    int32_t remaining;      /* minutes to be worked there */
    int32_t sessions;       /* booked until then */
    struct day last_day;    /* of the last one; of year 0: nobody can say */
    struct day term;        /* end of the period; of year 0: it does not run yet (M-10) */
    bool has_margin;
    int32_t margin;         /* days from then to the end of the period; negative: too late */
    struct day act_by;      /* other work for what remains may begin until then; of year 0: none remains, or no term */
};

/* What is not for the host; empty for who does not see it. */
struct placement_rest {
    struct uuid proposed_by;
    const char *authority;
    struct uuid decided_by;
    struct uuid act;
    struct day decided_on;
    struct day person_told_on;
    struct day prosecutor_told_on;
    struct uuid attested_by; /* nil: not attested */
    int32_t attestations_replaced; /* that named hours which were taken back */
    int32_t reason_version;
    bool judged; /* it waits for its next step and was looked at: rules are missing, or none */
    size_t missing;
    char rule[PLACEMENT_MISSING][RULE_ID];
    struct placement_forecast forecast;
};

/* NULL: any. */
struct placement_filter {
    const struct uuid *case_id;
    const struct uuid *measure;
    const struct uuid *post;
    const struct uuid *host;
    const char *state;
    const struct page_cursor *after; /* behind this row only */
};

struct placement_answer {
    bool accept;
    const char *code;             /* why it is declined, else NULL */
    const struct uuid *in_charge; /* NULL: who is in charge of the post */
};

extern const struct conn_group placement_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran, as must what is
 * pointed to. */
void placement_list_step(struct conn_step *s, struct param_list *p, const struct placement_filter *f);
/* Newest first: n of them (at most PLACEMENT_PAGE), *more when there are others behind. */
int placement_read_list(const struct conn_step *s, struct placement out[PLACEMENT_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
void placement_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
/* ERR_NOTFOUND when there is none that the session may see. */
int placement_read_one(const struct conn_step *s, struct placement *out, struct placement_rest *rest)
    __attribute__((warn_unused_result));
/* Its times of the week, in their order; they say nothing of places. */
void placement_slots_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
int placement_read_slots(const struct conn_step *s, struct slot out[SLOT_MAX], size_t *n)
    __attribute__((warn_unused_result));

/* All of these give the new version. */
void placement_answer_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                           const struct placement_answer *a);
void placement_in_charge_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                              const struct uuid *contact);
void placement_meeting_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                            const struct day *met_on);
void placement_withdraw_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                             const char *code);
void placement_end_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                        const struct day *ended_on, const char *code);
/* A day of year 0: not told. */
void placement_told_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                         const struct day *person_told_on, const struct day *prosecutor_told_on);

#endif
