/* SPDX-License-Identifier: EUPL-1.2 */
/* Counts for who may see no case (table 6a, statistics): never a person, no reason but of a post by itself, no number
 * of fewer people than N-05 says. Each out wants read_counts_release whatever happened. */
#ifndef JALON_APP_READ_COUNTS_H
#define JALON_APP_READ_COUNTS_H

#include "app/service.h"
#include "match/explain_post.h"
#include "store/count.h"

struct read_counts_out {
    void *item; /* owned: struct count_need, count_fill, count_room or count_post, as was asked */
    size_t n;
    bool more;
};

/* Unmet need by area, slot and kind of work: a referent of her département, a director of her unit. */
int read_counts_needs(struct service *s, const struct service_caller *c, struct read_counts_out *out,
                      enum refusal *no) __attribute__((warn_unused_result));
/* How far posts are taken: of the département, or of one's own host. */
int read_counts_fill(struct service *s, const struct service_caller *c, struct read_counts_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
/* Posts of the département with a place for somebody from today on. */
int read_counts_rooms(struct service *s, const struct service_caller *c, struct read_counts_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
/* Posts with their next day, without people: of the département, or of one's own host. after may be NULL. */
int read_counts_posts(struct service *s, const struct service_caller *c, const struct uuid *after,
                      struct read_counts_out *out, enum refusal *no) __attribute__((warn_unused_result));
void read_counts_release(struct read_counts_out *out);

#endif
