/* SPDX-License-Identifier: EUPL-1.2 */
/* Three readers, one order of members; a member that a reader may not have is not there, which null would not be. */
#include "api/placement_json.h"

#include "api/api.h"
#include "api/list.h"
#include "api/rules_json.h"
#include "api/shapes.h"
#include "api/slot_json.h"
#include "api/warning_json.h"

#include "base/banned.h"

static const struct json_field in_charge[] = {{NULL, JSON_ALSO, .of = &shapes_named}, {"trained_on", JSON_DAY}};
static const struct json_shape in_charge_shape = JSON_SHAPE("PlacementInCharge", in_charge);
static const struct json_field item_fields[] = {
    {"id", JSON_ID, true},
    {"case", JSON_ID, .some = true},
    {"measure", JSON_ID, .some = true},
    {"chain", JSON_ID, .some = true},
    {"host", JSON_FIELDS, .of = &shapes_named, .some = true},
    {"post", JSON_FIELDS, .of = &shapes_titled},
    {"state", JSON_CODE, .words = WORD_PLACEMENT_STATE},
    {"planned_minutes", JSON_INT, true},
    {"first_day", JSON_DAY},
    {"last_day", JSON_DAY},
    {"hold_until", JSON_DAY},
    {"in_charge", JSON_FIELDS, .of = &in_charge_shape, .some = true},
    {"decline_code", JSON_CODE, .words = WORD_DECLINE_CODE, .some = true},
    {"met_on", JSON_DAY},
    {"proposed_at", JSON_TIME},
    {"answered_at", JSON_TIME},
    {"signed_at", JSON_TIME},
    {"closed_at", JSON_TIME},
    {"ended_on", JSON_DAY},
    {"attested_on", JSON_DAY, .some = true},
    {"close_code", JSON_CODE, .words = WORD_CLOSE_CODE, .some = true},
    {"offer_version", JSON_INT, true, .some = true},
    {"contact_version", JSON_INT, true, .some = true},
    {"answer_version", JSON_INT, true, .some = true},
    {"version", JSON_INT, true},
};
static const struct json_field forecast_fields[] = {
    {"remaining_minutes", JSON_INT, true},
    {"sessions", JSON_INT, true},
    {"last_day", JSON_DAY},
    {"term", JSON_DAY},
    {"margin_days", JSON_INT},
    {"act_by", JSON_DAY},
};
static const struct json_shape forecast_shape = JSON_SHAPE("PlacementForecast", forecast_fields);
static const struct json_field whole[] = {
    {NULL, JSON_ALSO, .of = &placement_json_item},
    {"slots", JSON_ITEMS, true, .of = &slot_json_person},
    {"decided_on", JSON_DAY, .some = true},
    {"person_told_on", JSON_DAY, .some = true},
    {"prosecutor_told_on", JSON_DAY, .some = true},
    {"proposed_by", JSON_ID, .some = true},
    {"authority", JSON_CODE, .words = WORD_AUTHORITY, .some = true},
    {"decided_by", JSON_ID, .some = true},
    {"act", JSON_ID, .some = true},
    {"attested_by", JSON_ID, .some = true},
    {"attestations_replaced", JSON_INT, true, .some = true},
    {"reason_version", JSON_INT, true, .some = true},
    {"forecast", JSON_FIELDS, .of = &forecast_shape, .some = true},
    {"missing", JSON_ITEMS, .of = &shapes_rule, .some = true},
    {"load", JSON_FIELDS, .of = &warning_json_load_shape, .some = true},
    {"warnings", JSON_ITEMS, true, .of = &warning_json_shape, .some = true},
};

const struct json_shape placement_json_item = JSON_SHAPE("Placement", item_fields);
const struct json_shape placement_json_whole = JSON_SHAPE("WholePlacement", whole);

bool placement_json_is_host(enum role reader)
{
    return reader == ROLE_HOST_MANAGER || reader == ROLE_TUTOR;
}

static bool is_service(enum role reader)
{
    return reader == ROLE_COUNSELLOR || reader == ROLE_DIRECTOR;
}

static void put_in_charge(struct buf *b, const struct placement *p)
{
    if (uuid_is_nil(&p->in_charge)) {
        api_put_null(b, "in_charge");
        return;
    }
    api_open(b, "in_charge");
    api_put_id(b, "id", &p->in_charge);
    api_put_text(b, "name", p->in_charge_name);
    api_put_day_or_null(b, "trained_on", &p->in_charge_trained_on);
    buf_u8(b, '}');
}

void placement_json_put(struct buf *b, const struct placement *p, enum role reader)
{
    api_put_id(b, "id", &p->id);
    if (!placement_json_is_host(reader)) {
        api_put_id_or_null(b, "case", &p->case_id);
        api_put_id_or_null(b, "measure", &p->measure);
        api_put_id_or_null(b, "chain", &p->chain);
        api_put_labelled_or_null(b, "host", &p->host, "name", p->host_name);
    }
    api_put_labelled_or_null(b, "post", &p->post, "title", p->post_title);
    api_put_text_or_null(b, "state", p->state);
    api_put_int(b, "planned_minutes", p->planned_minutes);
    api_put_day_or_null(b, "first_day", &p->first_day);
    api_put_day_or_null(b, "last_day", &p->last_day);
    api_put_day_or_null(b, "hold_until", &p->hold_until);
    if (reader != ROLE_AUDITOR) {
        put_in_charge(b, p);
        api_put_text_or_null(b, "decline_code", p->decline_code);
    }
    api_put_day_or_null(b, "met_on", &p->met_on);
    api_put_time_or_null(b, "proposed_at", p->proposed_us);
    api_put_time_or_null(b, "answered_at", p->answered_us);
    api_put_time_or_null(b, "signed_at", p->signed_us);
    api_put_time_or_null(b, "closed_at", p->closed_us);
    api_put_day_or_null(b, "ended_on", &p->ended_on);
    if (!placement_json_is_host(reader))
        api_put_day_or_null(b, "attested_on", &p->attested_on);
    if (is_service(reader)) {
        api_put_text_or_null(b, "close_code", p->close_code);
        api_put_int(b, "offer_version", p->offer_version);
        api_put_int(b, "contact_version", p->contact_version);
        api_put_int(b, "answer_version", p->answer_version);
    }
    api_put_int(b, "version", p->version);
}

/* "forecast":{…}, or null where nothing runs */
static void put_forecast(struct buf *b, const struct placement_forecast *f)
{
    if (!f->there) {
        api_put_null(b, "forecast");
        return;
    }
    api_open(b, "forecast");
    api_put_int(b, "remaining_minutes", f->remaining);
    api_put_int(b, "sessions", f->sessions);
    api_put_day_or_null(b, "last_day", &f->last_day);
    api_put_day_or_null(b, "term", &f->term);
    api_put_int_or_null(b, "margin_days", f->has_margin, f->margin);
    api_put_day_or_null(b, "act_by", &f->act_by);
    buf_u8(b, '}');
}

void placement_json_load(struct buf *b, const struct list_placements_whole *w)
{
    warning_json_load(b, "load", &w->load);
    warning_json_put(b, &w->load);
}

void placement_json_put_whole(struct buf *b, const struct list_placements_whole *w, enum role reader)
{
    const struct placement_rest *rest = &w->rest;

    buf_u8(b, '{');
    placement_json_put(b, &w->placement, reader);
    list_put(b, "slots", &(struct list){w->slot, w->slots, sizeof *w->slot, slot_json_put});
    if (!placement_json_is_host(reader)) {
        api_put_day_or_null(b, "decided_on", &rest->decided_on);
        api_put_day_or_null(b, "person_told_on", &rest->person_told_on);
        api_put_day_or_null(b, "prosecutor_told_on", &rest->prosecutor_told_on);
    }
    if (is_service(reader)) {
        api_put_id_or_null(b, "proposed_by", &rest->proposed_by);
        api_put_text_or_null(b, "authority", rest->authority);
        api_put_id_or_null(b, "decided_by", &rest->decided_by);
        api_put_id_or_null(b, "act", &rest->act);
        api_put_id_or_null(b, "attested_by", &rest->attested_by);
        api_put_int(b, "attestations_replaced", rest->attestations_replaced);
        api_put_int(b, "reason_version", rest->reason_version);
        if (rest->judged)
            rules_json_put(b, "missing", rest->rule, rest->missing, RULE_PLACEMENT);
        else
            api_put_null(b, "missing");
        placement_json_load(b, w);
        put_forecast(b, &rest->forecast);
    }
    buf_u8(b, '}');
}
