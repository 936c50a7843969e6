/* SPDX-License-Identifier: EUPL-1.2 */
/* Hours of a placement: what its host reports of one session, what the person says of it, how it was settled; the
 * forecast of its last day and its attestation. The words of a host and the reason of a settlement lie sealed beside
 * them. Row policies decide which rows there are. Words are codes of domain/word.h. */
#ifndef JALON_STORE_HOURS_H
#define JALON_STORE_HOURS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/rule.h"
#include "store/conn.h"
#include "store/param.h"

#define HOURS_PAGE 25
#define HOURS_BROKEN 24 /* most rules that another last day may break */

enum hours_statement {
    HOURS_THERE,
    HOURS_LIST,
    HOURS_NEW,
    HOURS_WORD,
    HOURS_WITHDRAW,
    HOURS_SETTLE,
    HOURS_ATTEST,
    HOURS_STATEMENTS
};

/* Rules by their ids. */
struct hours_rules {
    size_t n;
    char rule[HOURS_BROKEN][RULE_ID];
};

/* One session as it happened; minutes count from midnight at the place. */
struct hours_session {
    struct day day;
    const char *attendance;
    bool timed; /* she was there for some time: from and to mean something */
    int32_t from_min;
    int32_t to_min;
    int32_t break_min;
    const char *channel;      /* how it came */
    const char *word;         /* NULL: the person was not asked */
    const char *word_channel; /* NULL with it */
};

struct hours_report {
    struct uuid id;
    struct hours_session session;
    int32_t minutes;
    struct hours_rules flags;
    const char *state;
    struct uuid reported_by;
    int64_t reported_us;
    struct uuid word_by; /* nil, 0: not asked */
    int64_t word_us;
    struct uuid settled_by; /* nil for people of a host too */
    int64_t settled_us;     /* 0: not settled, and then credited is 0 */
    int32_t credited;
    int32_t text_version; /* of the words of the host; 0: none */
    int32_t version;
};

struct hours_cursor {
    struct day day;
    int32_t from_min; /* 0 where there was no time */
    struct uuid id;
};

extern const struct conn_group hours_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

/* Does the session see this placement? ERR_NOTFOUND when not. */
void hours_there_step(struct conn_step *s, struct param_list *p, const struct uuid *placement);
int hours_read_there(const struct conn_step *s) __attribute__((warn_unused_result));
/* Newest day first; after NULL: from the newest. */
void hours_list_step(struct conn_step *s, struct param_list *p, const struct uuid *placement,
                     const struct hours_cursor *after);
int hours_read_list(const struct conn_step *s, struct hours_report out[HOURS_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
/* week_limit: most minutes of an ISO week that her job leaves (W-01), negative: not known. key and digest: see
 * app/asking.h. */
void hours_new_step(struct conn_step *s, struct param_list *p, const struct uuid *placement,
                    const struct hours_session *session, int32_t week_limit, const unsigned char key[32],
                    const unsigned char digest[32]);
int hours_read_new(const struct conn_step *s, struct uuid *id, bool *replayed, struct hours_rules *flags)
    __attribute__((warn_unused_result));
/* These two give the new version. */
void hours_word_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                     const char *word, const char *channel);
void hours_withdraw_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected);
/* reasoned: why is sealed beside the entry in the same transaction. */
void hours_settle_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                       int32_t credited, bool reasoned);
/* entry: of the ledger; done: the measure ended with it. */
int hours_read_settle(const struct conn_step *s, int32_t *version, bool *done, struct uuid *entry)
    __attribute__((warn_unused_result));

/* Of a placement. broken->n > 0: nothing was written. */
void hours_attest_step(struct conn_step *s, struct param_list *p, const struct uuid *placement, int32_t expected,
                       const struct day *on, const unsigned char key[32], const unsigned char digest[32]);
/* minutes: those attested. */
int hours_read_attest(const struct conn_step *s, int32_t *version, int32_t *minutes)
    __attribute__((warn_unused_result));

#endif
