/* SPDX-License-Identifier: EUPL-1.2 */
/* The rhythm of a plan, as times of the week that can be proposed. */
#ifndef JALON_MATCH_TIMETABLE_H
#define JALON_MATCH_TIMETABLE_H

#include <stddef.h>
#include <stdint.h>

#include "domain/slot.h"
#include "match/outcome.h"

/* The sessions of its fullest even week and of its fullest odd one, the earlier of two alike, in the order of the week;
 * what both have is a time of every week. Each lies within one slot of the post, as the sessions do. How many; left out
 * are those shorter than so many minutes, which are not worth coming for each week (E-02), and those beyond SLOT_MAX.
 */
size_t timetable_of(const struct match_plan *plan, int32_t shortest, struct slot out[SLOT_MAX])
    __attribute__((nonnull));
/* Takes one more time out of n of them, which lie apart from each other: pieces of at least so many minutes stay. How
 * many there are then. */
size_t timetable_without(struct slot times[SLOT_MAX], size_t n, const struct slot *other, int32_t shortest)
    __attribute__((nonnull));

/* Takes at least so many minutes, in quarters of an hour, off the end of a week, whose last time goes whole where less
 * than `shortest` would stay of it. How many times there are then. */
size_t timetable_less(struct slot times[SLOT_MAX], size_t n, int32_t minutes, int32_t shortest)
    __attribute__((nonnull));

#endif
