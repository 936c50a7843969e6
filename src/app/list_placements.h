/* SPDX-License-Identifier: EUPL-1.2 */
/* Placements as far as the caller sees them: a page of them, or one with its times and what keeps it from its next
 * step. */
#ifndef JALON_APP_LIST_PLACEMENTS_H
#define JALON_APP_LIST_PLACEMENTS_H

#include "app/service.h"
#include "base/uuid.h"
#include "match/outcome.h"
#include "store/placement.h"

struct list_placements_out {
    struct placement *item; /* owned; PLACEMENT_PAGE of them */
    size_t n;
    bool more;
};

struct list_placements_whole {
    struct placement placement;
    struct placement_rest rest;
    struct slot slot[SLOT_MAX];
    size_t slots;
    struct match_fit load; /* of one that waits (rest.judged), as of now: its led and its warning (match/tutor.h) */
};

/* out wants list_placements_release whatever happened. */
int list_placements_do(struct service *s, const struct service_caller *c, const struct placement_filter *f,
                       struct list_placements_out *out, enum refusal *no) __attribute__((warn_unused_result));
void list_placements_release(struct list_placements_out *out);
/* *out is for free(), or NULL. REFUSAL_NOT_FOUND. */
int list_placements_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                        struct list_placements_whole **out, enum refusal *no) __attribute__((warn_unused_result));

#endif
