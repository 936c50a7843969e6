/* SPDX-License-Identifier: EUPL-1.2 */
/* A session tells the time on the spot and the minutes that count, which a break makes fewer (W-04). */
#include "api/preview_json.h"

#include "api/api.h"
#include "api/list.h"
#include "api/known_json.h"
#include "api/match_json.h"
#include "api/what_if_json.h"

#include "base/banned.h"

static const struct json_field session[] = {
    {"day", JSON_DAY, true}, {"from", JSON_INT, true}, {"to", JSON_INT, true}, {"minutes", JSON_INT, true}};
static const struct json_shape session_shape = JSON_SHAPE("PlannedSession", session);
static const struct json_field week[] = {{"monday", JSON_DAY, true}, {"minutes", JSON_INT, true}};
static const struct json_shape week_shape = JSON_SHAPE("PlannedWeek", week);
static const struct json_field excluded[] = {
    {NULL, JSON_ALSO, .of = &match_json_rule_shape}, {NULL, JSON_ALSO, .of = &match_json_excluded_shape}};
static const struct json_shape excluded_shape = JSON_SHAPE("ExcludedProposal", excluded);
static const struct json_field fields[] = {
    {NULL, JSON_ALSO, .of = &known_json_shape},
    {"what_if", JSON_FIELDS, .of = &what_if_json_shape},
    {"slots", JSON_ITEMS, true, .of = &slot_json_person},
    {"fit", JSON_FIELDS, .of = &match_json_item_shape},
    {"excluded", JSON_FIELDS, .of = &excluded_shape},
    {"options", JSON_ITEMS, true, .of = &match_json_item_shape},
    {"sessions", JSON_ITEMS, true, .of = &session_shape},
    {"weeks", JSON_ITEMS, true, .of = &week_shape},
    {"shortfall_minutes", JSON_INT, true},
};

const struct json_shape preview_json_shape = JSON_SHAPE("Preview", fields);

static void put_sessions(struct buf *b, const struct match_ask *c)
{
    api_name(b, "sessions");
    buf_u8(b, '[');
    for (int32_t i = 0; i < c->plan.n_sessions; i++) {
        const struct match_session *s = &c->plan.session[i];

        api_next_item(b, (size_t)i);
        buf_u8(b, '{');
        api_put_day_number(b, "day", s->day);
        api_put_int(b, "from", s->from_min);
        api_put_int(b, "to", s->to_min);
        api_put_int(b, "minutes", c->worked[i]);
        buf_u8(b, '}');
    }
    buf_u8(b, ']');
    api_name(b, "weeks");
    buf_u8(b, '[');
    for (int32_t i = 0; i < c->plan.n_weeks; i++) {
        api_next_item(b, (size_t)i);
        buf_u8(b, '{');
        api_put_day_number(b, "monday", c->plan.week[i].monday);
        api_put_int(b, "minutes", c->plan.week[i].minutes);
        buf_u8(b, '}');
    }
    buf_u8(b, ']');
}

void preview_json_put(struct buf *b, const struct match_ask *c, const struct what_if *asked)
{
    static const struct list nothing;
    const bool fits = c->item.fit.rule == MATCH_FITS;

    buf_u8(b, '{');
    known_json_put(b, &c->known);
    what_if_json_put(b, "what_if", asked);
    list_put(b, "slots", &(struct list){c->times.slot, c->times.n, sizeof c->times.slot[0], slot_json_put});
    if (fits) {
        api_open(b, "fit");
        match_json_item(b, &c->item);
        buf_u8(b, '}');
        api_put_null(b, "excluded");
        put_sessions(b, c);
    } else {
        api_put_null(b, "fit");
        api_open(b, "excluded");
        match_json_rule(b, c->item.fit.rule, c->item.fit.minor);
        match_json_excluded(b, &c->item);
        buf_u8(b, '}');
        list_put(b, "sessions", &nothing);
        list_put(b, "weeks", &nothing);
    }
    list_put(b, "options", &(struct list){c->other, c->n_others, sizeof c->other[0], match_json_item});
    api_put_int(b, "shortfall_minutes", c->known.remaining_min - (fits ? c->item.fit.minutes : 0));
    buf_u8(b, '}');
}
