/* SPDX-License-Identifier: EUPL-1.2 */
/* "Near Lille, on Saturdays, by bus." A field that asks for nothing is null, or false, in an answer. */
#include "api/post_filter_json.h"

#include "api/api.h"

#include "base/banned.h"

/* In the order of POST_FILTER_JSON_OF. */
enum { HOST, COMMUNE, FAMILY, PUBLIC, NEAR, WITHIN, WEEKDAY, BEGIN, HOME, CAR, TRANSIT, FREE, FRESH };

static const char *const weekday[] = {"1", "2", "3", "4", "5", "6", "7"};
static const char *const order[] = {"newest", "nearest"};

static const struct json_field fields[] = {
    {"host", JSON_ID},
    {"commune", JSON_INSEE},
    {"family", JSON_CODE, .words = WORD_TASK_FAMILY},
    {"public", JSON_CODE, .words = WORD_PUBLIC},
    {"near", JSON_INSEE},
    {"within", JSON_INT},
    {"weekday", JSON_CODES, true, .code = post_filter_json_weekday},
    {"begin_from", JSON_INT},
    {"home_by", JSON_INT},
    {"car_needed", JSON_FLAG},
    {"transit", JSON_FLAG, true},
    {"free", JSON_FLAG, true},
    {"fresh", JSON_FLAG, true},
};

_Static_assert(sizeof fields / sizeof fields[0] == POST_FILTER_JSON_FIELDS, "what is taken is told");

const struct json_shape post_filter_json_shape = JSON_SHAPE(NULL, fields);

const char *post_filter_json_weekday(size_t i)
{
    return i < sizeof weekday / sizeof weekday[0] ? weekday[i] : NULL;
}

const char *post_filter_json_order(size_t i)
{
    return i < sizeof order / sizeof order[0] ? order[i] : NULL;
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

bool post_filter_json_take(const struct json_value *v, struct post_filter *out)
{
    const struct json_field days = {"weekday", JSON_CODES, false, 1, 7, .code = post_filter_json_weekday};
    const char *day[sizeof weekday / sizeof weekday[0]];

    *out = (struct post_filter){
        .host = v[HOST].present ? &v[HOST].id : NULL,
        .commune = v[COMMUNE].s,
        .family = v[FAMILY].s,
        .public = v[PUBLIC].s,
        .near = v[NEAR].s,
        .within = (int32_t)v[WITHIN].i,
        .begin_from = (int32_t)v[BEGIN].i,
        .home_by = (int32_t)v[HOME].i,
        .transit = v[TRANSIT].flag,
        .free = v[FREE].flag,
        .fresh = v[FRESH].flag,
    };
    for (size_t i = 0, n = json_codes(&days, &v[WEEKDAY], day); i < n; i++)
        out->weekdays |= 1u << (day[i][0] - '1');
    if (v[CAR].present)
        out->car = v[CAR].flag ? POST_CAR_NEEDED : POST_CAR_NOT_NEEDED;
    return out->near != NULL || out->within == 0;
}

void post_filter_json_page(struct query *f, struct post_page *out, struct page_cursor *cursor)
{
    out->nearest_first = query_code(f, "order") == order[1];
    out->after = query_after(f, &cursor->us, &cursor->id) ? cursor : NULL;
    if (out->after != NULL && out->nearest_first && (cursor->us < 0 || cursor->us > INT32_MAX))
        f->bad = true; /* of another order */
}

static void put_days(struct buf *b, uint32_t days)
{
    size_t n = 0;

    api_name(b, "weekday");
    buf_u8(b, '[');
    for (size_t i = 0; i < sizeof weekday / sizeof weekday[0]; i++)
        if (days >> i & 1)
            buf_fmt(b, "%s\"%s\"", n++ == 0 ? "" : ",", weekday[i]);
    buf_u8(b, ']');
}

void post_filter_json_put(struct buf *b, const struct post_filter *filter)
{
    if (filter->host == NULL)
        api_put_null(b, "host");
    else
        api_put_id(b, "host", filter->host);
    api_put_text_or_null(b, "commune", filter->commune);
    api_put_text_or_null(b, "family", filter->family);
    api_put_text_or_null(b, "public", filter->public);
    api_put_text_or_null(b, "near", filter->near);
    api_put_int_or_null(b, "within", filter->within > 0, filter->within);
    put_days(b, filter->weekdays);
    api_put_int_or_null(b, "begin_from", filter->begin_from > 0, filter->begin_from);
    api_put_int_or_null(b, "home_by", filter->home_by > 0, filter->home_by);
    if (filter->car == POST_CAR_ANY)
        api_put_null(b, "car_needed");
    else
        api_put_flag(b, "car_needed", filter->car == POST_CAR_NEEDED);
    api_put_flag(b, "transit", filter->transit);
    api_put_flag(b, "free", filter->free);
    api_put_flag(b, "fresh", filter->fresh);
}
