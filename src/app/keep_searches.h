/* SPDX-License-Identifier: EUPL-1.2 */
/* A counsellor keeps searches of posts and is told what is new in them (C-13). Each sees her own: any other is
 * REFUSAL_NOT_FOUND. */
#ifndef JALON_APP_KEEP_SEARCHES_H
#define JALON_APP_KEEP_SEARCHES_H

#include "app/asking.h"
#include "app/list_posts.h"
#include "app/service.h"
#include "store/search.h"

struct keep_searches_out {
    struct search item[SEARCH_MOST];
    size_t n;
};

/* A search as it is written. */
struct keep_searches_in {
    const char *name;
    struct post_filter filter; /* without a point of its own */
};

/* In the order in which they were made. one NULL: all; else that one, and n is 1. */
int keep_searches_list(struct service *s, const struct service_caller *c, const struct uuid *one,
                       struct keep_searches_out *out, enum refusal *no) __attribute__((warn_unused_result));
/* key: the client's idempotency key, request: the bytes of the body. What it finds at once is not new. REFUSAL_LIMIT:
 * she has SEARCH_MOST; REFUSAL_NOT_FOUND: no such host; REFUSAL_COMMUNE: no such commune, or one without a point. */
int keep_searches_new(struct service *s, const struct service_caller *c, const struct uuid *key,
                      struct vault_bytes request, const struct keep_searches_in *in, struct asking_made *out,
                      enum refusal *no) __attribute__((warn_unused_result));
/* Likewise. REFUSAL_VERSION_CONFLICT. */
int keep_searches_put(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      const struct keep_searches_in *in, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
int keep_searches_drop(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));
/* She has seen what was new as of that round. REFUSAL_STATE: there was no such round. */
int keep_searches_seen(struct service *s, const struct service_caller *c, const struct uuid *id, int64_t as_of,
                       enum refusal *no) __attribute__((warn_unused_result));
/* What it finds now; only order and after of the page are looked at. out wants list_posts_release whatever happened.
 * REFUSAL_COMMUNE: one that it names is not known any more. */
int keep_searches_posts(struct service *s, const struct service_caller *c, const struct uuid *id,
                        const struct post_page *page, struct list_posts_out *out, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
