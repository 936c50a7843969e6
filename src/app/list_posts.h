/* SPDX-License-Identifier: EUPL-1.2 */
/* Which posts there are, as far as each sees: the service and its auditor all, people of a host their own. Who
 * looks for a place for somebody (counsellor, director) and the auditor get, unless they ask for a state, only what
 * is on offer: inscribed posts of active hosts. Who looks after posts (referent, people of the host) gets them in
 * every state. With a state everybody gets the posts in it, whatever the host's. Barred families are for counsellor
 * and director. */
#ifndef JALON_APP_LIST_POSTS_H
#define JALON_APP_LIST_POSTS_H

#include "app/service.h"
#include "store/absence.h"
#include "store/post.h"

struct list_posts_out {
    struct post *item; /* owned; POST_PAGE of them */
    size_t n;
    bool more;
};

struct list_posts_sheet {
    struct post_sheet sheet;
    struct post_closure closure[POST_CLOSURES];
    size_t closures;
    struct absence absence[ABSENCE_PAGE]; /* of who is in charge */
    size_t absences;
    struct post_suspension suspension[POST_SIDES];
    size_t suspensions;
    bool bars_shown; /* to this role */
    char bar[POST_BARS][WORD_MAX + 1];
    size_t bars;
};

/* page->on_offer is set here. out wants list_posts_release whatever happened. */
int list_posts_do(struct service *s, const struct service_caller *c, struct post_page *page, struct list_posts_out *out,
                  enum refusal *no) __attribute__((warn_unused_result));
/* For use cases of this room: the posts that a step of store/post.h reads. */
int list_posts_page(struct service *s, const struct service_caller *c, struct conn_step *step,
                    struct list_posts_out *out, enum refusal *no) __attribute__((warn_unused_result));
void list_posts_release(struct list_posts_out *out);
/* One of them with all that hangs on it, to be freed with list_posts_free whatever happened. REFUSAL_NOT_FOUND. */
int list_posts_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                   struct list_posts_sheet **out, enum refusal *no) __attribute__((warn_unused_result));
void list_posts_free(struct list_posts_sheet *sheet);

#endif
