/* SPDX-License-Identifier: EUPL-1.2 */
/* Texts as they are, "" where nobody said; a number is null then. */
#include "api/way_json.h"

#include "api/api.h"

#include "base/banned.h"

static const struct json_field stop_fields[] = {
    {"stop", JSON_LINE, true}, {"lines", JSON_LINE, true}, {"stop_walk_minutes", JSON_INT}};
static const struct json_field hours_fields[] = {
    {"car_needed", JSON_FLAG, true},
    {"transit_first", JSON_INT},
    {"transit_last", JSON_INT},
    {"transit_saturday_first", JSON_INT},
    {"transit_saturday_last", JSON_INT},
    {"transit_saturday_none", JSON_FLAG, true},
    {"transit_sunday_first", JSON_INT},
    {"transit_sunday_last", JSON_INT},
    {"transit_sunday_none", JSON_FLAG, true},
};

const struct json_shape way_json_stop_shape = JSON_SHAPE(NULL, stop_fields);
const struct json_shape way_json_hours_shape = JSON_SHAPE(NULL, hours_fields);

void way_json_stop(struct buf *b, const char *stop, const char *lines, int32_t walk)
{
    api_put_text(b, "stop", stop);
    api_put_text(b, "lines", lines);
    api_put_int_or_null(b, "stop_walk_minutes", walk > 0, walk);
}

static void put_hours(struct buf *b, const char *first, const char *last, const struct transit_hours *h)
{
    api_put_int_or_null(b, first, h->first > 0, h->first);
    api_put_int_or_null(b, last, h->last > 0, h->last);
}

void way_json_hours(struct buf *b, bool car_needed, const struct way_json_hours *hours)
{
    api_put_flag(b, "car_needed", car_needed);
    put_hours(b, "transit_first", "transit_last", &hours->any);
    put_hours(b, "transit_saturday_first", "transit_saturday_last", &hours->saturday);
    api_put_flag(b, "transit_saturday_none", hours->saturday.none);
    put_hours(b, "transit_sunday_first", "transit_sunday_last", &hours->sunday);
    api_put_flag(b, "transit_sunday_none", hours->sunday.none);
}
