/* SPDX-License-Identifier: EUPL-1.2 */
/* The posts of the demonstration: their sheets are entered, and once they are on the list one is closed for some days,
 * one is stopped by its host, one confirmed, and families of offences are kept away from some. All of it may be done
 * again. */
#ifndef JALON_ADMIN_DEMO_POSTS_H
#define JALON_ADMIN_DEMO_POSTS_H

#include "admin/demo_offers.h"

/* As a referent, after the hosts. */
int demo_posts_enter(struct service *s, const struct service_caller *c, struct demo_offers *o)
    __attribute__((warn_unused_result));
/* As a director of the département. */
int demo_posts_bar(struct service *s, const struct service_caller *c, struct demo_offers *o)
    __attribute__((warn_unused_result));
/* As the managers of the hosts that are named, once their posts are inscribed. */
#define DEMO_POSTS_STOPS 0
#define DEMO_POSTS_CONFIRMS 1
int demo_posts_stop(struct service *s, const struct service_caller *c, struct demo_offers *o)
    __attribute__((warn_unused_result));
int demo_posts_confirm(struct service *s, const struct service_caller *c, struct demo_offers *o)
    __attribute__((warn_unused_result));

#endif
