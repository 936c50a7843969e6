/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers as they are, days as dates, sentences from match/explain. */
#include "api/match_json.h"

#include "api/api.h"
#include "api/known_json.h"
#include "api/shapes.h"
#include "api/warning_json.h"
#include "api/way_json.h"
#include "api/what_if_json.h"
#include "base/err.h"
#include "domain/day.h"
#include "domain/situation.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define SENTENCE 1024

static const char *change_code(size_t i)
{
    return i < MATCH_CHANGES ? outcome_change((enum match_change)i) : NULL;
}

const char *match_json_term(size_t i)
{
    return i < MATCH_TERMS ? outcome_term((enum match_term)i) : NULL;
}

static const struct json_field site[] = {
    {"id", JSON_ID, true}, {"insee", JSON_INSEE, true}, {NULL, JSON_ALSO, .of = &way_json_stop_shape}};
static const struct json_shape site_shape = JSON_SHAPE("MatchedSite", site);
static const struct json_field post[] = {
    {"post", JSON_ID, true},
    {"title", JSON_LINE, true},
    {"host", JSON_FIELDS, true, .of = &shapes_named},
    {"site", JSON_FIELDS, true, .of = &site_shape},
    {"commune", JSON_LINE, true},
    {NULL, JSON_ALSO, .of = &way_json_hours_shape},
    {"confirmed_on", JSON_DAY},
};
static const struct json_field travel[] = {
    {"means", JSON_CODE, true, .code = known_json_transport},
    {"from_minutes", JSON_INT, true},
    {"to_minutes", JSON_INT, true},
    {"sentence", JSON_LINE, true},
};
static const struct json_shape travel_shape = JSON_SHAPE("MatchTravel", travel);
static const struct json_field terms[] = {
    {"margin", JSON_INT, true}, {"travel", JSON_INT, true}, {"job", JSON_INT, true},
    {"aim", JSON_INT, true},    {"weeks", JSON_INT, true},
};
static const struct json_shape terms_shape = JSON_SHAPE("MatchTerms", terms);
static const struct json_field fit_fields[] = {
    {"first_day", JSON_DAY},
    {"last_day", JSON_DAY},
    {"margin_days", JSON_INT},
    {"minutes", JSON_INT, true},
    {"sessions", JSON_INT, true},
    {"weeks", JSON_INT, true},
    {"job_days", JSON_INT, true},
    {"travel_m", JSON_INT},
    {"travel", JSON_FIELDS, .of = &travel_shape},
    {"in_charge", JSON_FIELDS, .of = &warning_json_load_shape},
    {"in_charge_trained_on", JSON_DAY},
    {"warnings", JSON_ITEMS, true, .of = &warning_json_shape},
    {"explanation", JSON_LINE, true},
};
static const struct json_field item_fields[] = {
    {NULL, JSON_ALSO, .of = &match_json_post_shape},
    {NULL, JSON_ALSO, .of = &match_json_fit_shape},
    {"terms", JSON_FIELDS, true, .of = &terms_shape},
    {"difference", JSON_FIELDS, .of = &what_if_json_difference},
};
static const struct json_field change[] = {
    {"code", JSON_CODE, true, .code = change_code},
    {"sentence", JSON_LINE, true},
    {"what_if", JSON_FIELDS, .of = &what_if_json_shape},
};
static const struct json_shape change_shape = JSON_SHAPE("MatchChange", change);
static const struct json_field why[] = {
    {"explanation", JSON_LINE, true}, {"change", JSON_FIELDS, true, .of = &change_shape}};
static const struct json_field excluded[] = {
    {NULL, JSON_ALSO, .of = &match_json_post_shape},
    {NULL, JSON_ALSO, .of = &match_json_why_shape},
    {"difference", JSON_FIELDS, .of = &what_if_json_difference},
};
static const struct json_field rule_fields[] = {
    {"rule", JSON_LINE, true}, {"rule_id", JSON_LINE, true}, {"sentence", JSON_LINE, true}};

const struct json_shape match_json_post_shape = JSON_SHAPE(NULL, post);
const struct json_shape match_json_fit_shape = JSON_SHAPE(NULL, fit_fields);
const struct json_shape match_json_why_shape = JSON_SHAPE(NULL, why);
const struct json_shape match_json_item_shape = JSON_SHAPE("FittingPost", item_fields);
const struct json_shape match_json_excluded_shape = JSON_SHAPE("ExcludedPost", excluded);
const struct json_shape match_json_rule_shape = JSON_SHAPE(NULL, rule_fields);

static void put_sentence(struct buf *b, const char *name, struct buf *sentence)
{
    api_name(b, name);
    jsontext_string(b, (const char *)sentence->data, sentence->len);
}

void match_json_order(struct buf *b)
{
    api_name(b, "order");
    buf_u8(b, '[');
    for (int t = 0; t < MATCH_TERMS; t++) {
        api_next_item(b, (size_t)t);
        jsontext_str(b, outcome_term((enum match_term)t));
    }
    buf_u8(b, ']');
}

/* --- posts ------------------------------------------------------------------------------------------------------- */

void match_json_post(struct buf *b, const struct matching_post *p)
{
    api_put_id(b, "post", &p->id);
    api_put_text(b, "title", p->title);
    api_put_named(b, "host", &p->host, p->host_name);
    api_open(b, "site");
    api_put_id(b, "id", &p->site);
    api_put_text(b, "insee", p->insee);
    way_json_stop(b, p->stop, p->lines, p->stop_walk_min);
    buf_u8(b, '}');
    api_put_text(b, "commune", p->commune);
    way_json_hours(b, p->car_needed, &(struct way_json_hours){{p->transit_first, p->transit_last},
                                                              p->transit_saturday, p->transit_sunday});
    api_put_day_number(b, "confirmed_on", p->confirmed_on);
}

/* One way, or null where home or post has no point. */
static void put_travel(struct buf *b, const struct match_fit *f, struct buf *sentence)
{
    if (f->travel_by < 0) {
        api_put_null(b, "travel");
        return;
    }
    api_open(b, "travel");
    api_put_text(b, "means", situation_code(SITUATION_TRANSPORT, (size_t)f->travel_by));
    api_put_int(b, "from_minutes", f->travel_from);
    api_put_int(b, "to_minutes", f->travel_to);
    buf_reset(sentence);
    explain_travel(sentence, f);
    put_sentence(b, "sentence", sentence);
    buf_u8(b, '}');
}

void match_json_fit(struct buf *b, const struct match_fit *f, const struct matching_post *p)
{
    struct buf sentence SCOPED_BUF;

    buf_init_secret(&sentence, SENTENCE);
    api_put_day_number(b, "first_day", f->first_day);
    api_put_day_number(b, "last_day", f->last_day);
    api_put_int_or_null(b, "margin_days", f->margin != DAY_NONE, f->margin);
    api_put_int(b, "minutes", f->minutes);
    api_put_int(b, "sessions", f->sessions);
    api_put_int(b, "weeks", f->weeks);
    api_put_int(b, "job_days", f->job_days);
    api_put_int_or_null(b, "travel_m", f->travel_m >= 0, f->travel_m);
    put_travel(b, f, &sentence);
    warning_json_load(b, "in_charge", f);
    api_put_day_number(b, "in_charge_trained_on", p->tutor_trained);
    warning_json_put(b, f);
    buf_reset(&sentence);
    explain_fit(&sentence, f);
    put_sentence(b, "explanation", &sentence);
}

void match_json_item(struct buf *b, const void *item)
{
    const struct match_case_item *it = item;

    match_json_post(b, it->post);
    match_json_fit(b, &it->fit, it->post);
    api_open(b, "terms");
    for (int t = 0; t < MATCH_TERMS; t++)
        api_put_int(b, outcome_term((enum match_term)t), it->fit.term[t]);
    buf_u8(b, '}');
    what_if_json_put_difference(b, it);
}

void match_json_why(struct buf *b, const struct match_fit *f, const struct what_if *remedy)
{
    struct buf sentence SCOPED_BUF;

    buf_init_secret(&sentence, SENTENCE);
    explain_fit(&sentence, f);
    put_sentence(b, "explanation", &sentence);
    api_open(b, "change");
    api_put_text(b, "code", outcome_change(f->change));
    buf_reset(&sentence);
    explain_change(&sentence, f->change);
    put_sentence(b, "sentence", &sentence);
    what_if_json_put(b, "what_if", remedy);
    buf_u8(b, '}');
}

void match_json_excluded(struct buf *b, const void *item)
{
    const struct match_case_item *it = item;

    match_json_post(b, it->post);
    match_json_why(b, &it->fit, it->has_remedy ? &it->remedy : NULL);
    what_if_json_put_difference(b, it);
}

void match_json_rule(struct buf *b, enum match_rule rule, bool minor)
{
    struct buf sentence SCOPED_BUF;

    buf_init(&sentence, SENTENCE);
    api_put_text(b, "rule", outcome_code(rule));
    api_put_text(b, "rule_id", outcome_rule_id(rule, minor));
    explain_rule(&sentence, rule);
    put_sentence(b, "sentence", &sentence);
}
