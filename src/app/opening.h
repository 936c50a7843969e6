/* SPDX-License-Identifier: EUPL-1.2 */
/* Opening what a bundle brings, for the use cases that read. */
#ifndef JALON_APP_OPENING_H
#define JALON_APP_OPENING_H

#include "app/service.h"
#include "store/conn.h"
#include "wire/vault_msg.h"

/* One reading: n steps in one transaction; take keeps in out what they gave, fills the bundle and says how many items
 * that brings, of which there is room for as many in items; those are opened. */
struct opening {
    struct conn_step *steps;
    size_t n;
    int (*take)(const struct conn_step *steps, void *out, struct buf *bundle, size_t *brings);
    void *out;
    struct buf *plain;         /* the caller's, zeroed, and to release whatever happens: the items lie in it, secret */
    struct vault_bytes *items; /* p == NULL: it is not what was sealed */
};

/* REFUSAL_NOT_FOUND where take gives ERR_NOTFOUND, and what opening_do refuses. Where take counts no items nothing is
 * opened. */
int opening_read(struct service_desk *d, const struct service_caller *c, const struct opening *o, enum refusal *no)
    __attribute__((warn_unused_result));
/* The same at a desk of its own. */
int opening_once(struct service *s, const struct service_caller *c, const struct opening *o, enum refusal *no)
    __attribute__((warn_unused_result));

/* Exactly n plaintexts into items; they lie in plain (secret). REFUSAL_CEILING, REFUSAL_KEY_MISSING. */
int opening_do(struct service_desk *d, const struct service_caller *c, const struct buf *bundle, struct buf *plain,
               struct vault_bytes *items, size_t n, enum refusal *no) __attribute__((warn_unused_result));

/* Nothing was there to open: when the caller lacks the secret of her unit that is why, and *no becomes
 * REFUSAL_KEY_MISSING, whatever she asked for; else it stays as it is. */
int opening_why_nothing(struct service_desk *d, const struct tx_who *who, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
