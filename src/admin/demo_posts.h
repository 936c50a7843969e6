/* SPDX-License-Identifier: EUPL-1.2 */
/* The posts of the demonstration: their sheets are entered, and once they are on the list some are confirmed, closed
 * for some days or stopped, and families of offences are kept away from some. All of it may be done again. */
#ifndef JALON_ADMIN_DEMO_POSTS_H
#define JALON_ADMIN_DEMO_POSTS_H

#include "admin/demo_offers.h"

/* Each is of post i. As a referent, after its host. */
int demo_posts_enter(struct service *s, const struct service_caller *c, struct demo_offers *o, unsigned i)
    __attribute__((warn_unused_result));
/* As a director of the département. */
int demo_posts_bar(struct service *s, const struct service_caller *c, const struct demo_offers *o, unsigned i)
    __attribute__((warn_unused_result));
/* As a referent or the host, once it is inscribed: confirmed, where its row says so. */
int demo_posts_confirm(struct service *s, const struct service_caller *c, const struct demo_offers *o, unsigned i)
    __attribute__((warn_unused_result));
/* As the host's manager or a director: stopped, where its row says so. */
int demo_posts_stop(struct service *s, const struct service_caller *c, const struct demo_offers *o, unsigned i)
    __attribute__((warn_unused_result));

#endif
