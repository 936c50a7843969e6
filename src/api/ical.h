/* SPDX-License-Identifier: EUPL-1.2 */
/* Calendars of RFC 5545 into a buffer: lines of at most 75 octets, folded between characters, ended by CR LF; times are
 * those of the clocks at the place, whose rules stand in the calendar, so that there is something in one without
 * events. */
#ifndef JALON_API_ICAL_H
#define JALON_API_ICAL_H

#include <stdint.h>

#include "base/buf.h"
#include "domain/zone.h"

struct ical_event {
    const char *uid;     /* the same whenever it is told again; ASCII without what is escaped */
    int32_t sequence;    /* raised by every change */
    int64_t stamp_us;    /* when it is told */
    int32_t day;         /* a number of domain/day.h */
    int32_t from_min;    /* of the day; to_min may be 1440, the midnight after it */
    int32_t to_min;
    const char *summary; /* UTF-8, any text */
    const char *place;
};

/* METHOD:PUBLISH. */
void ical_begin(struct buf *b, const struct zone *z);
void ical_event(struct buf *b, const struct zone *z, const struct ical_event *e);
void ical_end(struct buf *b);

#endif
