/* SPDX-License-Identifier: EUPL-1.2 */
/* What is asked of two officers: membership of a unit, the right to decide, a new pair of keys. Deciding is in
 * store/act.h. */
#ifndef JALON_STORE_REQUEST_H
#define JALON_STORE_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/refusal.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"
#include "store/tx.h"
#include "store/user.h"

#define REQUEST_PAGE 50

enum request_statement {
    REQUEST_ASK_MEMBER,
    REQUEST_ASK_RESET,
    REQUEST_LIST,
    REQUEST_IS_MINE,
    REQUEST_CLOSE,
    REQUEST_STATEMENTS
};

struct request {
    struct uuid id;
    char kind[16];  /* membership, officer, reset */
    char state[16]; /* open, done, closed, expired */
    struct uuid org;
    struct uuid account;
    char login[USER_LOGIN];
    char name[USER_NAME];
    int64_t asked_us;
    struct uuid asked_by;
    struct uuid endorsed_by; /* nil: nobody yet */
    struct uuid decided_by;  /* nil: not decided */
    int64_t decided_us;
};

extern const struct conn_group request_statements;

void request_ask_member_step(struct conn_step *s, struct param_list *p, const struct uuid *org,
                             const struct uuid *account, bool officer);
void request_ask_reset_step(struct conn_step *s, struct param_list *p, const struct uuid *account);
/* The id of the request, the same one when the same person asked the same before. */
int request_read_id(const struct conn_step *s, struct uuid *id) __attribute__((warn_unused_result));
/* Newest first; org NULL: everywhere the caller may look; after NULL: from the newest. */
void request_list_step(struct conn_step *s, struct param_list *p, const struct uuid *org,
                       const struct page_cursor *after);
int request_read_list(const struct conn_step *s, struct request out[REQUEST_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
/* Is it open and was the caller the first officer to approve it? */
int request_is_mine(struct conn *c, const struct tx_who *who, const struct uuid *id, bool *mine, enum refusal *no)
    __attribute__((warn_unused_result));
void request_close_step(struct conn_step *s, struct param_list *p, const struct uuid *id);

#endif
