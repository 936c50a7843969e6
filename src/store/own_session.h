/* SPDX-License-Identifier: EUPL-1.2 */
/* The live sessions of the person who asks. */
#ifndef JALON_STORE_OWN_SESSION_H
#define JALON_STORE_OWN_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/refusal.h"
#include "store/conn.h"
#include "store/tx.h"

#define OWN_SESSION_MAX 64 /* shown at most, the newest */
#define OWN_SESSION_CLAIMED 260

enum own_session_statement {
    OWN_SESSION_LIST,
    OWN_SESSION_END,
    OWN_SESSION_STATEMENTS
};

struct own_session {
    struct uuid id; /* a name to end it by; no secret */
    int64_t opened_us;
    int64_t touched_us;
    int64_t abs_until_us;
    char claimed[OWN_SESSION_CLAIMED]; /* where it was opened from, as the client said */
    bool current;
};

extern const struct conn_group own_session_statements;

/* *n sessions, newest first. */
void own_session_list_step(struct conn_step *s);
int own_session_read_list(const struct conn_step *s, struct own_session out[OWN_SESSION_MAX], size_t *n)
    __attribute__((warn_unused_result));
/* REFUSAL_NOT_FOUND: not live, or not one's own. */
int own_session_end(struct conn *c, const struct tx_who *who, const struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
