/* SPDX-License-Identifier: EUPL-1.2 */
/* The territories that are kept in memory, at most one of each département. Safe for threads; nobody waits for a
 * database in it. */
#ifndef JALON_APP_TERRITORIES_H
#define JALON_APP_TERRITORIES_H

#include <stddef.h>

#include "app/territory.h"

#define TERRITORIES       32    /* that are kept at once */
#define TERRITORIES_POSTS 24000 /* posts in all of those, about 1.5 KB each */

struct territories;

int territories_new(struct territories **out) __attribute__((warn_unused_result));
void territories_free(struct territories *s);
/* All that are kept, held for the caller; how many. */
size_t territories_hold(struct territories *s, struct territory *out[TERRITORIES]);
/* Keeps this one in the place of an earlier one of its département; as room is short, those go that were not used for
 * longest. To be called also for one that is kept already and was used. One without a mark is not kept. */
void territories_keep(struct territories *s, struct territory *t);

#endif
