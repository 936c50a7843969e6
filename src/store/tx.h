/* SPDX-License-Identifier: EUPL-1.2 */
/* THE TRANSACTION RUNNER. fn MAY RUN SEVERAL TIMES (deadlock, serialization failure: at most TX_TRIES in all): IT
 * HAS NO EFFECT OUTSIDE THE TRANSACTION but on what it fills anew at each run. Every transaction is READ COMMITTED,
 * begins in the same round trip as its first steps with CLOSE ALL and, when there is a session, sec.bind: a session
 * that is not live makes the server skip all the rest. After tx_run the connection is outside of any transaction,
 * whatever happened. */
#ifndef JALON_STORE_TX_H
#define JALON_STORE_TX_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/refusal.h"
#include "store/conn.h"

#define TX_TRIES 5
#define TX_STEPS 16 /* most steps in one call of tx_steps */

struct tx;

struct tx_who {
    const unsigned char *session; /* 32 bytes of session id; NULL: no session is bound */
    bool touch;                   /* extend the idle time too (once a minute is enough) */
};

/* What fn returns: ERR_OK, the error of tx_steps unchanged, the value of tx_refuse, or an error of its own; all but
 * ERR_OK roll back. */
typedef int (*tx_fn)(struct tx *t, void *ctx);

/* ERR_OK with *no == REFUSAL_NONE: committed. ERR_OK with another *no: rolled back because SQL or fn said no.
 * Negative: could not; ERR_CONFLICT after TX_TRIES; ERR_UNAVAILABLE when the connection broke, and a commit may then
 * have taken place. */
int tx_run(struct conn *c, const struct tx_who *who, tx_fn fn, void *ctx, enum refusal *no)
    __attribute__((warn_unused_result));

/* Runs steps in one round trip, the first time with the opening of the transaction before them and, when last, the
 * commit behind them. Results belong to the caller (conn_clear). */
int tx_steps(struct tx *t, struct conn_step *steps, size_t n, bool last) __attribute__((warn_unused_result));
/* fn has decided against it: return this value. */
int tx_refuse(struct tx *t, enum refusal r) __attribute__((warn_unused_result));
/* The frequent case: one transaction that is one round trip. */
int tx_once(struct conn *c, const struct tx_who *who, struct conn_step *steps, size_t n,
            enum refusal *no) __attribute__((warn_unused_result));

#endif
