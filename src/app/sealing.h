/* SPDX-License-Identifier: EUPL-1.2 */
/* Sealing one record inside a transaction: from the ticket to the stored envelope. Used by the cases of use that
 * write. */
#ifndef JALON_APP_SEALING_H
#define JALON_APP_SEALING_H

#include "app/service.h"
#include "store/sealed.h"
#include "wire/vault_msg.h"

/* What is sealed; person (domain/person.h) comes with an identity, else it is empty. */
struct sealing_text {
    struct vault_bytes plain, person;
};

/* Opens what the bundle of a ticket allows to seal, has the vault seal the text and stores what it made. n further
 * steps (two at most) run behind that in the same trip, their results are the caller's, and it commits. ticket is the
 * step that has run sec.seal_ticket for ref. ERR_DENIED with an empty SQLSTATE: the vault has no key. */
int sealing_finish(struct service_desk *d, const struct service_caller *c, struct tx *t, const struct conn_step *ticket,
                   const struct sealed_ref *ref, struct sealing_text text, struct conn_step *further, size_t n)
    __attribute__((warn_unused_result));
/* The same with its ticket: the one record of a transaction. */
int sealing_record(struct service_desk *d, const struct service_caller *c, struct tx *t, const struct sealed_ref *ref,
                   struct sealing_text text, struct conn_step *further, size_t n) __attribute__((warn_unused_result));
#define SEALING_BOTH 2

struct sealing_record {
    struct sealed_ref ref;
    struct vault_bytes plain;
};

/* The same for two records that belong together, each with the step of its ticket; further runs behind both, its result
 * is the caller's. It does not commit. */
int sealing_both(struct service_desk *d, const struct service_caller *c, struct tx *t,
                 const struct conn_step tickets[SEALING_BOTH], const struct sealing_record records[SEALING_BOTH],
                 struct conn_step *further) __attribute__((warn_unused_result));
/* What that ERR_DENIED is to the person. */
int sealing_judge(int rc, enum refusal *no);
/* A use case that is one such transaction: run(ctx) on a desk that is open for its length; d (the caller's) is where
 * run finds it. */
int sealing_do(struct service *s, const struct service_caller *c, struct service_desk *d, tx_fn run, void *ctx,
               enum refusal *no) __attribute__((warn_unused_result));

#endif
