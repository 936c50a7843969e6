/* SPDX-License-Identifier: EUPL-1.2 */
/* Slots of the week out of a row: five arrays of one length, weekday, from, to, weeks (WEEKS_SQL) and places. */
#ifndef JALON_STORE_SLOTS_H
#define JALON_STORE_SLOTS_H

#include <stddef.h>

#include "domain/slot.h"
#include "store/row.h"

/* How many there are; at most max, which is at most SLOT_MAX. Bad, and 0, for anything else, and for a slot that is
 * none (slot_check). */
size_t slots_read(struct row *r, struct slot *out, size_t max);

#endif
