/* SPDX-License-Identifier: EUPL-1.2 */
/* Who waits for a post, and by when somebody must act: of a counsellor her caseload, of a director her unit. And that
 * no post fitted somebody on a day. All of it is clear: nothing sealed is opened. */
#ifndef JALON_APP_LIST_WAITING_H
#define JALON_APP_LIST_WAITING_H

#include "app/asking.h"
#include "app/service.h"
#include "store/no_match.h"
#include "store/waiting.h"

struct list_waiting_out {
    struct waiting *item; /* owned; WAITING_PAGE of them */
    size_t n;
    bool more;
};

struct list_waiting_no_matches {
    struct no_match item[NO_MATCH_PAGE];
    size_t n;
    bool more;
};

struct list_waiting_no_match {
    struct uuid key;            /* the client's idempotency key */
    struct vault_bytes request; /* the bytes of the request: the same key with others is refused */
    struct no_match_new said;
};

/* after may be NULL, here and below. out wants list_waiting_release whatever happened. */
int list_waiting_do(struct service *s, const struct service_caller *c, const struct waiting_cursor *after,
                    struct list_waiting_out *out, enum refusal *no) __attribute__((warn_unused_result));
void list_waiting_release(struct list_waiting_out *out);
/* Those of a measure, newest first. REFUSAL_NOT_FOUND. */
int list_waiting_of_measure(struct service *s, const struct service_caller *c, const struct uuid *measure,
                            const struct page_cursor *after, struct list_waiting_no_matches *out, enum refusal *no)
    __attribute__((warn_unused_result));
/* REFUSAL_NOT_FOUND; REFUSAL_STATE: nobody waits for it; REFUSAL_DATE; REFUSAL_COMMUNE: an area that is none of the
 * département. */
int list_waiting_record(struct service *s, const struct service_caller *c, const struct list_waiting_no_match *in,
                        struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));

#endif
