/* SPDX-License-Identifier: EUPL-1.2 */
/* Texts as they are, "" where nobody said; a number is null then. */
#include "api/way_json.h"

#include "api/api.h"

#include "base/banned.h"

static const struct json_field stop_fields[] = {
    {"stop", JSON_LINE, true}, {"lines", JSON_LINE, true}, {"stop_walk_minutes", JSON_INT}};
static const struct json_field hours_fields[] = {
    {"car_needed", JSON_FLAG, true}, {"transit_first", JSON_INT}, {"transit_last", JSON_INT}};

const struct json_shape way_json_stop_shape = JSON_SHAPE(NULL, stop_fields);
const struct json_shape way_json_hours_shape = JSON_SHAPE(NULL, hours_fields);

void way_json_stop(struct buf *b, const char *stop, const char *lines, int32_t walk)
{
    api_put_text(b, "stop", stop);
    api_put_text(b, "lines", lines);
    api_put_int_or_null(b, "stop_walk_minutes", walk > 0, walk);
}

void way_json_hours(struct buf *b, bool car_needed, int32_t first, int32_t last)
{
    api_put_flag(b, "car_needed", car_needed);
    api_put_int_or_null(b, "transit_first", first > 0, first);
    api_put_int_or_null(b, "transit_last", last > 0, last);
}
