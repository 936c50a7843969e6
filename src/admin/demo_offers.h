/* SPDX-License-Identifier: EUPL-1.2 */
/* What the demonstration has to offer: hosts with their sites and contacts, and leads. Public hosts are communes of the
 * Métropole européenne de Lille with their real numbers; every other body, every place and every person is invented. */
#ifndef JALON_ADMIN_DEMO_OFFERS_H
#define JALON_ADMIN_DEMO_OFFERS_H

#include <stddef.h>
#include <stdint.h>

#include "app/service.h"
#include "base/uuid.h"
#include "domain/day.h"
#include "domain/refusal.h"

#define DEMO_OFFERS_HOSTS 9
#define DEMO_OFFERS_PARTS 2  /* most sites and most contacts of a host */
#define DEMO_OFFERS_FILES 24 /* of hosts and posts, in demo_files.c */

/* The posts; their sheets are in demo_sheets.c. */
enum demo_offers_post {
    DEMO_OFFERS_KITCHEN_GARDEN,
    DEMO_OFFERS_SEEDLINGS,
    DEMO_OFFERS_FURNITURE,
    DEMO_OFFERS_STAIRWELLS,
    DEMO_OFFERS_FLOWER_BEDS,
    DEMO_OFFERS_BENCHES,
    DEMO_OFFERS_DEPOT,
    DEMO_OFFERS_PLANTERS,
    DEMO_OFFERS_ARCHIVES,
    DEMO_OFFERS_PARK,
    DEMO_OFFERS_PLAYGROUND,
    DEMO_OFFERS_FARM,
    DEMO_OFFERS_STOCKMAN,
    DEMO_OFFERS_BANKS,
    DEMO_OFFERS_BOATHOUSE,
    DEMO_OFFERS_BASKETS,
    DEMO_OFFERS_AFTERNOON_TEA,
    DEMO_OFFERS_GAZETTE,
    DEMO_OFFERS_POSTS
};

/* What was entered so far; later steps name it. */
struct demo_offers {
    struct uuid org[DEMO_OFFERS_HOSTS];  /* those of the founding that are hosts; nil: not one of them */
    struct uuid host[DEMO_OFFERS_HOSTS]; /* all of them, once they are entered */
    struct uuid site[DEMO_OFFERS_HOSTS][DEMO_OFFERS_PARTS];
    struct uuid contact[DEMO_OFFERS_HOSTS][DEMO_OFFERS_PARTS];
    struct uuid post[DEMO_OFFERS_POSTS];
    struct uuid file[DEMO_OFFERS_FILES];
    struct uuid suspended; /* the measure whose suspension a director checks */
};

/* The name of a host of the table, as the founding has it where it made it; "" for none. */
const char *demo_offers_host(unsigned host);
/* How many parts a host of the table has. */
size_t demo_offers_sites(unsigned host);
size_t demo_offers_contacts(unsigned host);
/* One error out of two outcomes, said on the log: what could not be done, or might not be. */
int demo_offers_judge(const char *what, int rc, enum refusal no) __attribute__((warn_unused_result));
/* Today plus so many days, where the service works. */
struct day demo_offers_day(int32_t days);

/* Both say on the log what failed, and may be done again: nothing is made twice. */
/* As an administrator: every unit is at home in the Nord. */
int demo_offers_place(struct service *s, const struct service_caller *c, struct demo_offers *o)
    __attribute__((warn_unused_result));
/* As a referent, after that. */
int demo_offers_enter(struct service *s, const struct service_caller *c, struct demo_offers *o)
    __attribute__((warn_unused_result));

#endif
