/* SPDX-License-Identifier: EUPL-1.2 */
/* What the demonstration has to offer: hosts with their sites and contacts, and leads. Public hosts are communes of the
 * Métropole européenne de Lille with their real numbers; every other body, every place and every person is invented. */
#ifndef JALON_ADMIN_DEMO_OFFERS_H
#define JALON_ADMIN_DEMO_OFFERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/service.h"
#include "base/uuid.h"
#include "domain/day.h"
#include "domain/refusal.h"
#include "store/contact.h"
#include "store/host.h"
#include "store/site.h"

#define DEMO_OFFERS_HOSTS 9 /* of the story */
#define DEMO_OFFERS_PARTS 2 /* most sites and most contacts of a host */
#define DEMO_OFFERS_FILES 24 /* of the story's hosts and posts, in demo_files.c */

/* Most of a whole territory. */
#define DEMO_OFFERS_MOST_HOSTS 140
#define DEMO_OFFERS_MOST_POSTS 220
#define DEMO_OFFERS_MOST_FILES 280

/* The posts of the story; their sheets are in demo_sheets.c. */
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

/* Days on which the second contact of a host is away, from the first day of the plan on; none where last is 0. */
struct demo_offers_away {
    int first;
    int last;
    bool led; /* the first one stands in */
};

struct demo_offers_row {
    bool founded; /* an organisation of the manifest, by its name */
    struct host_sheet sheet;
    struct site_sheet site[DEMO_OFFERS_PARTS];
    struct contact_sheet contact[DEMO_OFFERS_PARTS];
    struct demo_offers_away away;
    const char *asks; /* subject of a call that it asks for, of a host with accounts; NULL: none */
};

struct demo_plan;

/* What was entered so far; later steps name it. */
struct demo_offers {
    const struct demo_plan *plan;
    struct uuid org[DEMO_OFFERS_MOST_HOSTS];  /* those of the founding that are hosts; nil: not one of them */
    struct uuid host[DEMO_OFFERS_MOST_HOSTS]; /* all of them, once they are entered */
    struct uuid site[DEMO_OFFERS_MOST_HOSTS][DEMO_OFFERS_PARTS];
    struct uuid contact[DEMO_OFFERS_MOST_HOSTS][DEMO_OFFERS_PARTS];
    struct uuid post[DEMO_OFFERS_MOST_POSTS];
    struct uuid file[DEMO_OFFERS_MOST_FILES];
};

/* Host i of the story, or NULL. Its name is that of the founding where that made it. */
const struct demo_offers_row *demo_offers_at(unsigned i);
/* How many parts a host has. */
size_t demo_offers_sites(const struct demo_offers_row *host);
size_t demo_offers_contacts(const struct demo_offers_row *host);
/* One error out of two outcomes, said on the log: what could not be done, or might not be. */
int demo_offers_judge(const char *what, int rc, enum refusal no) __attribute__((warn_unused_result));
/* Both say on the log what failed, and may be done again: nothing is made twice. */
/* As an administrator: every unit is at home in the Nord. */
int demo_offers_place(struct service *s, const struct service_caller *c, struct demo_offers *o)
    __attribute__((warn_unused_result));
/* As a referent, after that: host i with its parts; the leads. */
int demo_offers_enter(struct service *s, const struct service_caller *c, struct demo_offers *o, unsigned i)
    __attribute__((warn_unused_result));
/* As its manager, after that: the call that host i asks for, about who is in charge. */
int demo_offers_ask_call(struct service *s, const struct service_caller *c, const struct demo_offers *o, unsigned i)
    __attribute__((warn_unused_result));
int demo_offers_leads(struct service *s, const struct service_caller *c, const struct demo_offers *o)
    __attribute__((warn_unused_result));

#endif
