/* SPDX-License-Identifier: EUPL-1.2 */
/* A plan for everybody who waits (C-10): a proposal that nobody has to follow. Nothing applies: a line becomes a
 * placement by the door of proposals, which looks at every rule again. */
#ifndef JALON_APP_PLAN_WAITING_H
#define JALON_APP_PLAN_WAITING_H

#include "app/asking.h"
#include "app/plan_people.h"
#include "app/plan_solve.h"
#include "app/service.h"
#include "store/plan.h"

struct plan_waiting_in {
    struct uuid key; /* the client's idempotency key: the same request again is the same plan, computed anew */
    struct vault_bytes request; /* the bytes of the request: the same key with others is refused */
    struct plan_people_in people;
};

struct plan_waiting_out {
    struct plan_people people;
    struct plan_solve solution;
    struct plan_made made;
};

/* Refusals of plan_people_load. out wants plan_waiting_release whatever happened. */
int plan_waiting_do(struct service *s, const struct service_caller *c, const struct plan_waiting_in *in,
                    struct plan_waiting_out *out, enum refusal *no) __attribute__((warn_unused_result));
void plan_waiting_release(struct plan_waiting_out *out);

struct plan_waiting_list {
    struct plan_head item[PLAN_PAGE];
    size_t n;
    bool more;
};

/* Plans of the caller's unit that are not over, newest first; after may be NULL. */
int plan_waiting_plans(struct service *s, const struct service_caller *c, const struct page_cursor *after,
                       struct plan_waiting_list *out, enum refusal *no) __attribute__((warn_unused_result));

struct plan_waiting_kept {
    struct plan_head head;
    struct plan_line *line; /* owned; those that the caller may see */
    size_t n;
};

/* One of them with its lines as they stand now. REFUSAL_NOT_FOUND. out wants plan_waiting_forget whatever happened. */
int plan_waiting_read(struct service *s, const struct service_caller *c, const struct uuid *id,
                      struct plan_waiting_kept *out, enum refusal *no) __attribute__((warn_unused_result));
void plan_waiting_forget(struct plan_waiting_kept *out);

#endif
