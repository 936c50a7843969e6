/* SPDX-License-Identifier: EUPL-1.2 */
/* What the kit of a host is made of (livret du tuteur): the sheet of a post, and the numbers of the law of today. */
#ifndef JALON_APP_READ_KIT_H
#define JALON_APP_READ_KIT_H

#include "app/list_posts.h"
#include "match/phrase.h"
#include "store/matching.h"

struct read_kit_out {
    struct list_posts_sheet *post; /* owned */
    struct matching_law law;
    int32_t today; /* a number of domain/day.h */
};

/* REFUSAL_NOT_FOUND. out wants read_kit_release whatever happened. */
int read_kit_do(struct service *s, const struct service_caller *c, const struct uuid *post, struct read_kit_out *out,
                enum refusal *no) __attribute__((warn_unused_result));
void read_kit_release(struct read_kit_out *out);

#endif
