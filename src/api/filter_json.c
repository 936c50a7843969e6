/* SPDX-License-Identifier: EUPL-1.2 */
/* "And by bus, or by bicycle?" */
#include "api/filter_json.h"

#include "api/api.h"

#include "base/banned.h"

static const struct json_field fields[] = {FILTER_JSON_QUERY};

const struct json_shape filter_json_shape = JSON_SHAPE("MatchFilter", fields);

static int32_t minutes_of(struct query *f, const char *name)
{
    int64_t minutes = 0;

    (void)query_int(f, name, &minutes);
    return (int32_t)minutes;
}

void filter_json_hours(struct query *f, int32_t *begin_from, int32_t *home_by)
{
    *begin_from = minutes_of(f, "begin_from");
    *home_by = minutes_of(f, "home_by");
}

void filter_json_query(struct query *f, struct match_filter *out)
{
    filter_json_hours(f, &out->begin_from, &out->home_by);
    out->travel_max_min = minutes_of(f, "max_travel_minutes");
    out->means = query_codes(f, "transport");
}

void filter_json_put(struct buf *b, const char *name, const struct match_filter *filter)
{
    api_open(b, name);
    api_put_int_or_null(b, "begin_from", filter->begin_from > 0, filter->begin_from);
    api_put_int_or_null(b, "home_by", filter->home_by > 0, filter->home_by);
    api_put_int_or_null(b, "max_travel_minutes", filter->travel_max_min > 0, filter->travel_max_min);
    if (filter->means != 0)
        known_json_put_transport(b, "transport", filter->means);
    else
        api_put_text_or_null(b, "transport", NULL);
    buf_u8(b, '}');
}
