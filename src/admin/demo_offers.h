/* SPDX-License-Identifier: EUPL-1.2 */
/* What the demonstration has to offer: hosts with their sites and contacts, and leads. Public hosts are communes of the
 * Métropole européenne de Lille with their real numbers; every other body, every place and every person is invented. */
#ifndef JALON_ADMIN_DEMO_OFFERS_H
#define JALON_ADMIN_DEMO_OFFERS_H

#include "app/service.h"
#include "base/uuid.h"

#define DEMO_OFFERS_HOSTS 9

struct demo_offers {
    struct uuid org[DEMO_OFFERS_HOSTS];  /* those of the founding that are hosts; nil: not one of them */
    struct uuid host[DEMO_OFFERS_HOSTS]; /* all of them, once they are entered */
};

/* Both say on the log what failed, and may be done again: nothing is made twice. */
/* As an administrator: every unit is at home in the Nord. */
int demo_offers_place(struct service *s, const struct service_caller *c, struct demo_offers *o)
    __attribute__((warn_unused_result));
/* As a referent, after that. */
int demo_offers_enter(struct service *s, const struct service_caller *c, struct demo_offers *o)
    __attribute__((warn_unused_result));

#endif
