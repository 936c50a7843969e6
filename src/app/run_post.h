/* SPDX-License-Identifier: EUPL-1.2 */
/* The life of a post: it is confirmed, stopped and goes on, has closed days, and the service keeps families of offences
 * away from it. */
#ifndef JALON_APP_RUN_POST_H
#define JALON_APP_RUN_POST_H

#include "app/asking.h"
#include "store/post_change.h"

struct run_post_closure {
    struct uuid key;            /* the client's, to make it safe to send twice */
    struct vault_bytes request; /* the body as it came */
    struct uuid post;
    struct post_change_closure days;
};

/* It is still so (B-09), say referent or host. REFUSAL_STATE: it is not on the list. */
int run_post_confirm(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));
/* Director and host stop it each for themselves, and each ends only the own stop (H-18). REFUSAL_STATE: it is not on
 * the list; there is no stop of this side. */
int run_post_suspend(struct service *s, const struct service_caller *c, const struct uuid *id, const char *reason,
                     enum refusal *no) __attribute__((warn_unused_result));
int run_post_resume(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));
/* REFUSAL_OVERLAP: some of the days are closed already. */
int run_post_close_days(struct service *s, const struct service_caller *c, const struct run_post_closure *in,
                        struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* id is the closure's. */
int run_post_open_days(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));
/* These families and no others from now on. */
int run_post_bar(struct service *s, const struct service_caller *c, const struct uuid *id, const char *const *families,
                 size_t n, enum refusal *no) __attribute__((warn_unused_result));

#endif
