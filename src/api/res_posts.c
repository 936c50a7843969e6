/* SPDX-License-Identifier: EUPL-1.2 */
/* Posts over JSON. Night, evening and weekend are what the slots say (domain/slot.h). Barred families are a member of
 * the sheet for the roles that may know of them; for others it is not there, and not an empty list. */
#include "api/res_posts.h"

#include "api/api.h"
#include "api/list.h"
#include "api/post_filter_json.h"
#include "api/query.h"
#include "api/res_absences.h"
#include "api/shapes.h"
#include "api/slot_json.h"
#include "api/way_json.h"
#include "app/list_posts.h"
#include "domain/word.h"

#include "base/banned.h"

static const struct json_field query[] = {
    POST_FILTER_JSON_PAGE,
    {"state", JSON_CODE, .words = WORD_POST_STATE},
    POST_FILTER_JSON_QUERY,
    {"lat", JSON_DECIMAL, false, -90, 90},
    {"lon", JSON_DECIMAL, false, -180, 180},
};
static const struct json_field site[] = {
    {NULL, JSON_ALSO, .of = &shapes_named},
    {"insee", JSON_INSEE, true},
    {"commune", JSON_LINE, true},
    {"lat", JSON_DECIMAL},
    {"lon", JSON_DECIMAL},
    {NULL, JSON_ALSO, .of = &way_json_stop_shape},
};
static const struct json_shape site_shape = JSON_SHAPE("SiteOfPost", site);
static const struct json_field post_fields[] = {
    {"id", JSON_ID, true},
    {"host", JSON_FIELDS, true, .of = &shapes_named},
    {"site", JSON_FIELDS, true, .of = &site_shape},
    {"public", JSON_CODE, true, .words = WORD_PUBLIC},
    {"title", JSON_LINE, true},
    {"family", JSON_CODE, true, .words = WORD_TASK_FAMILY},
    {"places", JSON_INT},
    {NULL, JSON_ALSO, .of = &way_json_hours_shape},
    {"state", JSON_CODE, true, .words = WORD_POST_STATE},
    {"inscribed_on", JSON_DAY},
    {"confirmed_on", JSON_DAY},
    {"fresh", JSON_FLAG, true},
    {"night", JSON_FLAG, true},
    {"weekend", JSON_FLAG, true},
    {"evening", JSON_FLAG, true},
    {"version", JSON_INT, true},
};
static const struct json_field found_fields[] = {
    {NULL, JSON_ALSO, .of = &res_posts_item},
    {"distance_m", JSON_INT},
    {"way_home_minutes", JSON_INT},
};
static const struct json_field in_charge[] = {
    {NULL, JSON_ALSO, .of = &shapes_named}, {"function", JSON_LINE, true}, {"phone", JSON_LINE, true},
    {"trained_on", JSON_DAY}};
static const struct json_shape in_charge_shape = JSON_SHAPE("PostInCharge", in_charge);
static const struct json_field closure_fields[] = {
    {"id", JSON_ID, true}, {"first", JSON_DAY}, {"last", JSON_DAY}, {"reason", JSON_LINE, true}};
static const struct json_shape closure_shape = JSON_SHAPE("Closure", closure_fields);
static const struct json_field suspension_fields[] = {
    {"side", JSON_CODE, true, .words = WORD_SIDE}, {"reason", JSON_LINES, true}, {"since", JSON_TIME, true}};
static const struct json_shape suspension_shape = JSON_SHAPE("PostSuspension", suspension_fields);
static const struct json_field sheet_fields[] = {
    {NULL, JSON_ALSO, .of = &res_posts_item},
    {"nature", JSON_LINES, true},
    {"manner", JSON_LINES, true},
    {"learning", JSON_LINES, true},
    {"min_hours", JSON_INT},
    {"max_hours", JSON_INT},
    {"needs", JSON_CODES, true, .words = WORD_NEED},
    {"special_risk", JSON_FLAG, true},
    {"care_setting", JSON_FLAG, true},
    {"meets_children", JSON_FLAG, true},
    {"meets_vulnerable", JSON_FLAG, true},
    {"meets_public", JSON_FLAG, true},
    {"protection", JSON_LINE, true},
    {"dress", JSON_LINE, true},
    {"meals", JSON_LINE, true},
    {"in_charge", JSON_FIELDS, .of = &in_charge_shape},
    {"slots", JSON_ITEMS, true, .of = &slot_json_post},
    {"closures", JSON_ITEMS, true, .of = &closure_shape},
    {"absences", JSON_ITEMS, true, .of = &res_absences_item},
    {"suspensions", JSON_ITEMS, true, .of = &suspension_shape},
    {"bars", JSON_CODES, true, .words = WORD_OFFENCE_FAMILY, .some = true},
};

const struct json_shape res_posts_list_query = JSON_SHAPE(NULL, query);
const struct json_shape res_posts_item = JSON_SHAPE("Post", post_fields);
const struct json_shape res_posts_found = JSON_SHAPE("PostFound", found_fields);
const struct json_shape res_posts_sheet = JSON_SHAPE("PostSheet", sheet_fields);

static bool some(const struct post *p, bool (*is)(const struct slot *))
{
    for (size_t i = 0; i < p->slots; i++)
        if (is(&p->slot[i]))
            return true;
    return false;
}

static void put_item(struct buf *b, const void *item)
{
    const struct post *p = item;

    api_put_id(b, "id", &p->id);
    api_put_named(b, "host", &p->host, p->host_name);
    api_open(b, "site");
    api_put_id(b, "id", &p->site);
    api_put_text(b, "name", p->site_name);
    api_put_text(b, "insee", p->insee);
    api_put_text(b, "commune", p->commune);
    api_put_degrees_or_null(b, "lat", p->located, p->lat);
    api_put_degrees_or_null(b, "lon", p->located, p->lon);
    way_json_stop(b, p->stop, p->lines, p->stop_walk_min);
    buf_u8(b, '}');
    api_put_text(b, "public", p->public);
    api_put_text(b, "title", p->title);
    api_put_text(b, "family", p->family);
    api_put_int_or_null(b, "places", p->places != 0, p->places);
    way_json_hours(b, p->car_needed, &(struct way_json_hours){{p->transit_first, p->transit_last},
                                                              p->transit_saturday, p->transit_sunday});
    api_put_text(b, "state", p->state);
    api_put_day_or_null(b, "inscribed_on", &p->inscribed_on);
    api_put_day_or_null(b, "confirmed_on", &p->confirmed_on);
    api_put_flag(b, "fresh", p->fresh);
    api_put_flag(b, "night", some(p, slot_is_night));
    api_put_flag(b, "weekend", some(p, slot_is_weekend));
    api_put_flag(b, "evening", some(p, slot_is_evening));
    api_put_int_or_null(b, "version", p->version != 0, p->version);
}

void res_posts_put_found(struct buf *b, const void *item)
{
    const struct post *p = item;

    put_item(b, p);
    api_put_int_or_null(b, "distance_m", p->metres >= 0, p->metres);
    api_put_int_or_null(b, "way_home_minutes", p->way_min >= 0, p->way_min);
}

static void put_slot(struct buf *b, const void *item)
{
    const struct slot *s = item;

    slot_json_put(b, s);
    api_put_int_or_null(b, "places", s->places != 0, s->places);
}

static void put_in_charge(struct buf *b, const struct post_sheet *s)
{
    if (uuid_is_nil(&s->in_charge)) {
        api_put_null(b, "in_charge");
        return;
    }
    api_open(b, "in_charge");
    api_put_id(b, "id", &s->in_charge);
    api_put_text(b, "name", s->in_charge_name);
    api_put_text(b, "function", s->in_charge_function);
    api_put_text(b, "phone", s->in_charge_phone);
    api_put_day_or_null(b, "trained_on", &s->in_charge_trained_on);
    buf_u8(b, '}');
}

static void put_closure(struct buf *b, const void *item)
{
    const struct post_closure *l = item;

    api_put_id(b, "id", &l->id);
    api_put_day_or_null(b, "first", &l->first);
    api_put_day_or_null(b, "last", &l->last);
    api_put_text(b, "reason", l->reason);
}

static void put_suspension(struct buf *b, const void *item)
{
    const struct post_suspension *s = item;

    api_put_text(b, "side", s->side);
    api_put_text(b, "reason", s->reason);
    api_put_time(b, "since", s->since_us);
}

static void put_sheet(struct buf *b, const struct list_posts_sheet *p)
{
    const struct post_sheet *s = &p->sheet;

    buf_u8(b, '{');
    put_item(b, &s->post);
    api_put_text(b, "nature", s->nature);
    api_put_text(b, "manner", s->manner);
    api_put_text(b, "learning", s->learning);
    api_put_int_or_null(b, "min_hours", s->min_hours != 0, s->min_hours);
    api_put_int_or_null(b, "max_hours", s->max_hours != 0, s->max_hours);
    list_put_words(b, "needs", s->need, s->needs);
    api_put_flag(b, "special_risk", s->special_risk);
    api_put_flag(b, "care_setting", s->care_setting);
    api_put_flag(b, "meets_children", s->meets_children);
    api_put_flag(b, "meets_vulnerable", s->meets_vulnerable);
    api_put_flag(b, "meets_public", s->meets_public);
    api_put_text(b, "protection", s->protection);
    api_put_text(b, "dress", s->dress);
    api_put_text(b, "meals", s->meals);
    put_in_charge(b, s);
    list_put(b, "slots", &(struct list){s->post.slot, s->post.slots, sizeof *s->post.slot, put_slot});
    list_put(b, "closures", &(struct list){p->closure, p->closures, sizeof *p->closure, put_closure});
    list_put(b, "absences", &(struct list){p->absence, p->absences, sizeof *p->absence, res_absences_put});
    list_put(b, "suspensions", &(struct list){p->suspension, p->suspensions, sizeof *p->suspension, put_suspension});
    if (p->bars_shown)
        list_put_words(b, "bars", p->bar, p->bars);
    buf_u8(b, '}');
}

/* A place to look around: a commune or a point, and not both. */
static bool read_point(struct query *f, struct post_filter *out)
{
    int64_t lat = 0, lon = 0;
    const int64_t *has_lat = query_decimal(f, "lat", &lat), *has_lon = query_decimal(f, "lon", &lon);

    out->has_point = has_lat != NULL;
    out->lat = (int32_t)lat;
    out->lon = (int32_t)lon;
    if ((has_lat != NULL) != (has_lon != NULL) || (out->near != NULL && out->has_point))
        f->bad = true;
    return out->near != NULL || out->has_point;
}

static bool read_page(const struct route_request *q, struct post_page *page, struct page_cursor *cursor,
                      struct uuid *host, struct reply *r)
{
    struct query f;

    query_init(&f, q);
    *page = (struct post_page){.state = query_code(&f, "state")};
    post_filter_json_query(&f, &page->filter, host);
    post_filter_json_page(&f, page, cursor);
    if (!read_point(&f, &page->filter) && (page->filter.within > 0 || page->nearest_first))
        f.bad = true;
    return query_end(&f, r);
}

void res_posts_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct page_cursor cursor;
    struct list_posts_out out;
    struct post_page page;
    struct api_step s;
    char next[API_CURSOR];
    struct uuid host;

    if (!read_page(q, &page, &cursor, &host, r))
        return;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, list_posts_do(s.service, &s.caller, &page, &out, &s.no))) {
        const struct post *last = out.more ? &out.item[out.n - 1] : NULL;

        list_answer_page(r, &(struct list){out.item, out.n, sizeof *out.item, res_posts_put_found},
                         last == NULL ? NULL : api_cursor(next, post_order(last, page.nearest_first), &last->id));
    }
    list_posts_release(&out);
}

void res_posts_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_posts_sheet *sheet;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, list_posts_one(s.service, &s.caller, &q->id, &sheet, &s.no))) {
        put_sheet(&r->body, sheet);
        r->version = sheet->sheet.post.version;
        reply_ok(r, 200);
    }
    list_posts_free(sheet);
}
