/* SPDX-License-Identifier: EUPL-1.2 */
/* The ledger of a measure: an entry for each settlement of hours and for each that was taken back. Nothing of it is
 * ever changed; what the balance was at an instant is the sum of the entries until then. */
#ifndef JALON_STORE_LEDGER_H
#define JALON_STORE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"

#define LEDGER_PAGE 50

enum ledger_statement { LEDGER_BALANCE, LEDGER_LIST, LEDGER_COUNTER, LEDGER_STATEMENTS };

struct ledger_balance {
    int32_t ordered; /* minutes; 0: not known yet */
    int32_t credited;
};

struct ledger_entry {
    struct uuid id;
    struct uuid placement;
    struct uuid report;
    const char *kind; /* a code of domain/word.h */
    int32_t minutes;  /* 0 or less of a counter-entry */
    bool reasoned;    /* why is sealed beside it */
    struct day day;   /* of the work */
    struct uuid reverses; /* the entry that this one takes back, else nil */
    struct uuid reversed_by;
    struct uuid made_by;
    int64_t made_us;
};

extern const struct conn_group ledger_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. at NULL: now. */

void ledger_balance_step(struct conn_step *s, struct param_list *p, const struct uuid *measure, const int64_t *at_us);
/* ERR_NOTFOUND when there is no such measure that the session may see. */
int ledger_read_balance(const struct conn_step *s, struct ledger_balance *out) __attribute__((warn_unused_result));
/* Newest first; after NULL: from the newest. */
void ledger_list_step(struct conn_step *s, struct param_list *p, const struct uuid *measure, const int64_t *at_us,
                      const struct page_cursor *after);
int ledger_read_list(const struct conn_step *s, struct ledger_entry out[LEDGER_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
/* Takes an entry back; gives (id, replayed). Why is sealed beside the new one in the same transaction, or it does not
 * commit. key and digest: see app/asking.h. */
void ledger_counter_step(struct conn_step *s, struct param_list *p, const struct uuid *entry,
                         const unsigned char key[32], const unsigned char digest[32]);

#endif
