/* SPDX-License-Identifier: EUPL-1.2 */
/* What a host states of the way to it (C-07), as JSON: the same members wherever a site or a post is told. */
#ifndef JALON_API_WAY_JSON_H
#define JALON_API_WAY_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "domain/transit.h"
#include "http/json_field.h"

/* Members without braces, for JSON_ALSO: stop, lines, stop_walk_minutes of a site. */
extern const struct json_shape way_json_stop_shape;
/* car_needed and hours of public transport of a post, transit_first to transit_sunday_none: minutes from midnight. */
extern const struct json_shape way_json_hours_shape;

/* What hours of public transport a post states: of any day, and what is otherwise at the weekend. */
struct way_json_hours {
    struct transit_hours any;
    struct transit_hours saturday;
    struct transit_hours sunday;
};

/* walk, first and last: 0 says that nobody said. */
void way_json_stop(struct buf *b, const char *stop, const char *lines, int32_t walk);
void way_json_hours(struct buf *b, bool car_needed, const struct way_json_hours *hours);

#endif
