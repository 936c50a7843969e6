/* SPDX-License-Identifier: EUPL-1.2 */
/* A director lets a counsellor of her unit sign assignments for a time, and takes that back. */
#ifndef JALON_APP_DELEGATE_H
#define JALON_APP_DELEGATE_H

#include "app/asking.h"
#include "app/service.h"
#include "store/delegation.h"

struct delegate_out {
    struct delegation item[DELEGATION_PAGE];
    size_t n;
    bool more;
};

struct delegate_in {
    struct uuid key;            /* the client's idempotency key */
    struct vault_bytes request; /* the bytes of the request: the same key with others is refused */
    struct delegation_new delegation;
};

/* Newest first; after may be NULL. */
int delegate_list(struct service *s, const struct service_caller *c, const struct page_cursor *after,
                  struct delegate_out *out, enum refusal *no) __attribute__((warn_unused_result));
/* REFUSAL_NOT_FOUND: no active counsellor of the unit; REFUSAL_DATE; REFUSAL_OVERLAP: she has one on some of the
 * days. */
int delegate_new(struct service *s, const struct service_caller *c, const struct delegate_in *in,
                 struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* REFUSAL_NOT_FOUND; REFUSAL_STATE: it was taken back already. */
int delegate_end(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
