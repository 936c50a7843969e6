/* SPDX-License-Identifier: EUPL-1.2 */
/* Acts on people's keys inside a transaction: from the ticket's material to what the vault made. Used by the use cases
 * that invite, approve, re-seal and move on. */
#ifndef JALON_APP_ACTING_H
#define JALON_APP_ACTING_H

#include <stdint.h>

#include "app/service.h"
#include "store/act.h"
#include "wire/people_msg.h"

#define ACTING_MATERIAL 65536
#define ACTING_REPLY 4096

/* A one-use code on its way to the person who hands it out. text is "" when there is none. Wipe it. */
struct acting_code {
    char text[PEOPLE_CODE + 1];
    int64_t end_us;
};

/* One of people_account, people_approve, people_reseal, people_generation. */
typedef int (*acting_fn)(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes material,
                         struct buf *reply, struct people_result *result, int64_t deadline);

/* Asks the vault. reply (initialised, secret) keeps what result and made point to; made is what SQL takes back, code
 * what the person is told; both may be NULL. ERR_DENIED: the session lacks a key that the act needs. */
int acting_ask(struct service_desk *d, const struct service_caller *c, acting_fn fn, const struct buf *material,
               struct buf *reply, struct act_made *made, struct acting_code *code) __attribute__((warn_unused_result));
/* One act as a whole: its ticket, with rows locked; the vault; what it made, stored and committed. */
struct acting {
    acting_fn ask;
    size_t reply_max;
    void (*ticket)(struct conn_step *s, struct param_list *p, const void *ctx);
    void (*store)(struct conn_step *s, struct param_list *p, const void *ctx, const struct act_made *made);
    int (*stored)(const struct conn_step *s, void *ctx); /* what SQL answers; NULL: nothing */
    void *ctx;
};

/* stage and code as the vault says them; either may be NULL. */
int acting_do(struct service_desk *d, const struct service_caller *c, const struct acting *a, int *stage,
              struct acting_code *code, enum refusal *no) __attribute__((warn_unused_result));
/* What that ERR_DENIED and a conflict of states are to the person. */
int acting_judge(int rc, enum refusal *no);

#endif
