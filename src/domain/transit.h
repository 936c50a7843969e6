/* SPDX-License-Identifier: EUPL-1.2 */
/* Hours of public transport on a kind of day, as a host states them of the way to a post (C-07). */
#ifndef JALON_DOMAIN_TRANSIT_H
#define JALON_DOMAIN_TRANSIT_H

#include <stdbool.h>
#include <stdint.h>

struct transit_hours {
    int32_t first; /* first minute of the day at which one can be there, 1 to 1440; 0: as on any other day */
    int32_t last;  /* last minute at which one can leave, likewise */
    bool none;     /* it does not run at all on that day; first and last say nothing then */
};

#endif
