/* SPDX-License-Identifier: EUPL-1.2 */
/* A counsellor takes a case in: the case file, and the person's identity sealed beside it, in one transaction. */
#ifndef JALON_APP_OPEN_CASE_H
#define JALON_APP_OPEN_CASE_H

#include "app/service.h"
#include "base/uuid.h"
#include "wire/vault_msg.h"

struct open_case_in {
    struct uuid key;             /* the client's idempotency key */
    struct vault_bytes request;  /* the bytes of the request: the same key with others is refused */
    struct vault_bytes identity; /* opaque here, at most VAULT_PLAINTEXT bytes */
    struct vault_bytes person;   /* who it is, folded (domain/person.h) */
    bool minor;                  /* the identity says that the person is under 18 today */
};

struct open_case_out {
    struct uuid id;
    int version;
    bool same_person; /* there is another case of this person somewhere */
    bool replayed; /* the key was used before with the same request: nothing new was made */
};

/* REFUSAL_IDEMPOTENCY_REUSED, REFUSAL_NOT_FOUND for a role that may not. */
int open_case_do(struct service *s, const struct service_caller *c, const struct open_case_in *in,
                 struct open_case_out *out, enum refusal *no) __attribute__((warn_unused_result));

#endif
