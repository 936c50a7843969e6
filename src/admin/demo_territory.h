/* SPDX-License-Identifier: EUPL-1.2 */
/* The territory of a plan beside its story, drawn in three steps: who hosts, what they offer, who comes. */
#ifndef JALON_ADMIN_DEMO_TERRITORY_H
#define JALON_ADMIN_DEMO_TERRITORY_H

#include <stddef.h>

#include "admin/demo_offers.h"
#include "admin/demo_plan.h"
#include "domain/profile.h"

#define DEMO_TERRITORY_TEXT (256 * 1024) /* of names and addresses, at most */

/* Of a host: by right (H-01), or how its habilitation stands. */
enum demo_territory_standing {
    DEMO_TERRITORY_BY_RIGHT,
    DEMO_TERRITORY_VALID,
    DEMO_TERRITORY_ENDING,
    DEMO_TERRITORY_ASKED,
    DEMO_TERRITORY_DRAFT,
    DEMO_TERRITORY_REFUSED,
    DEMO_TERRITORY_EXPIRED,
    DEMO_TERRITORY_WITHDRAWN
};

/* What is drawn of a post beside its sheet: which of the people may come to it. */
struct demo_territory_post {
    bool open; /* on the list, its host in order: it takes people */
    int since; /* days ago from which it does */
    int until; /* days to come for which its host is in order (H-10) */
};

struct demo_territory {
    struct demo_plan *plan;
    const struct demo_commune *commune;
    size_t communes;
    enum demo_territory_standing standing[DEMO_OFFERS_MOST_HOSTS];
    struct demo_territory_post post[DEMO_OFFERS_MOST_POSTS];
    struct profile profile; /* of the person who is drawn */
    int booked[DEMO_PLAN_ROWS]; /* until when each row has its place, in days ago; negative: to come */
};

/* All three. ERR_LIMIT when the plan's arrays do not hold it. */
int demo_territory_draw(struct demo_plan *p, const struct demo_commune *communes, size_t n)
    __attribute__((warn_unused_result));

/* One step each, once the hosts are there. */
/* Posts with their files, for each host of the territory; and what became of habilitations. */
int demo_territory_posts(struct demo_territory *t) __attribute__((warn_unused_result));
/* People with measures and placements, hours that were odd, incidents, reports. */
int demo_territory_people(struct demo_territory *t) __attribute__((warn_unused_result));

/* Files of one host or post, ERR_LIMIT as above. The habilitation of a body as it stands; since: days ago from which it
 * has held, 0 where it does not. */
int demo_territory_habilitate(struct demo_territory *t, unsigned host, int *since) __attribute__((warn_unused_result));
int demo_territory_withdraw(struct demo_territory *t, unsigned host) __attribute__((warn_unused_result));
/* How far the inscription of post i came; since: days ago from which its host may have it. */
int demo_territory_inscribe(struct demo_territory *t, unsigned i, int since) __attribute__((warn_unused_result));

/* A number below n drawn for thing i under a label: always the same. */
unsigned demo_territory_pick(const char *label, unsigned i, unsigned n);

#endif
