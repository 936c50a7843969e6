/* SPDX-License-Identifier: EUPL-1.2 */
/* "Near Lille, on Saturdays, by bus." */
#include "api/post_filter_json.h"

#include "base/banned.h"

static const char *const weekday[] = {"1", "2", "3", "4", "5", "6", "7"};

const char *post_filter_json_weekday(size_t i)
{
    return i < sizeof weekday / sizeof weekday[0] ? weekday[i] : NULL;
}

void post_filter_json_query(struct query *f, struct post_filter *out, struct uuid *host)
{
    int64_t within = 0;
    bool car;

    *out = (struct post_filter){.host = query_id(f, "host", host), .commune = query_insee(f, "commune")};
    out->family = query_code(f, "family");
    out->public = query_code(f, "public");
    out->near = query_insee(f, "near");
    (void)query_int(f, "within", &within);
    out->within = (int32_t)within;
    out->weekdays = query_codes(f, "weekday");
    filter_json_hours(f, &out->begin_from, &out->home_by);
    if (query_said(f, "car_needed", &car) != NULL)
        out->car = car ? POST_CAR_NEEDED : POST_CAR_NOT_NEEDED;
    out->transit = query_true(f, "transit");
    out->free = query_true(f, "free");
    out->fresh = query_true(f, "fresh");
}
