/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers as they are, days as dates, sentences from match/explain. */
#include "api/match_json.h"

#include "api/api.h"
#include "api/shapes.h"
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

static const char *warning_code(size_t i)
{
    return i < MATCH_WARNINGS ? outcome_warning((enum match_warning)(1u << i)) : NULL;
}

const char *match_json_transport(size_t i)
{
    return situation_code(SITUATION_TRANSPORT, i);
}

const char *match_json_term(size_t i)
{
    return i < MATCH_TERMS ? outcome_term((enum match_term)i) : NULL;
}

static const struct json_field measure[] = {
    {"id", JSON_ID, true},
    {"kind", JSON_CODE, true, .words = WORD_MEASURE_KIND},
    {"version", JSON_INT, true},
    {"ordered_minutes", JSON_INT, true},
    {"credited_minutes", JSON_INT, true},
    {"planned_minutes", JSON_INT, true},
    {"remaining_minutes", JSON_INT, true},
    {"term", JSON_DAY},
    {"clock_stopped", JSON_FLAG, true},
};
static const struct json_shape measure_shape = JSON_SHAPE("MatchedMeasure", measure);
static const struct json_field limits[] = {
    {"job_and_tig_week_minutes", JSON_INT, true},
    {"day_minutes", JSON_INT, true},
    {"week_minutes", JSON_INT, true},
    {"rest_minutes", JSON_INT, true},
    {"week_days", JSON_INT, true},
    {"two_days_off", JSON_FLAG, true},
    {"no_night", JSON_FLAG, true},
    {"unbroken_minutes", JSON_INT},
    {"break_minutes", JSON_INT},
    {"hard", JSON_FLAG, true},
    {"plan_week_minutes", JSON_INT, true},
    {"least_session_minutes", JSON_INT, true},
    {"fresh_days", JSON_INT, true},
};
static const struct json_shape limits_shape = JSON_SHAPE("MatchLimits", limits);
static const struct json_field known_fields[] = {
    {"profile_version", JSON_INT, true},
    {"minutes", JSON_INT, true},
    {"first_day", JSON_DAY},
    {"minor", JSON_FLAG, true},
    {"job_minutes_week", JSON_INT},
    {"transport", JSON_CODES, true, .code = match_json_transport},
    {"max_travel_minutes", JSON_INT},
    {"located", JSON_FLAG, true},
    {"aims", JSON_CODES, true, .words = WORD_TASK_FAMILY},
    {"unsaid", JSON_TEXTS, true},
    {"places_to_compare", JSON_TEXTS, true},
    {"limits", JSON_FIELDS, true, .of = &limits_shape},
};
static const struct json_shape known_shape = JSON_SHAPE("MatchKnown", known_fields);
static const struct json_field head[] = {
    {"measure", JSON_FIELDS, true, .of = &measure_shape}, {"known", JSON_FIELDS, true, .of = &known_shape}};
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
};
static const struct json_shape post_shape = JSON_SHAPE(NULL, post);
static const struct json_field travel[] = {
    {"means", JSON_CODE, true, .code = match_json_transport},
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
static const struct json_field warning[] = {
    {"code", JSON_CODE, true, .code = warning_code}, {"sentence", JSON_LINE, true}};
static const struct json_shape warning_shape = JSON_SHAPE("MatchWarning", warning);
static const struct json_field in_charge[] = {{"people", JSON_INT, true}, {"people_max", JSON_INT, true}};
static const struct json_shape in_charge_shape = JSON_SHAPE("InCharge", in_charge);
static const struct json_field item_fields[] = {
    {NULL, JSON_ALSO, .of = &post_shape},
    {"first_day", JSON_DAY},
    {"last_day", JSON_DAY},
    {"margin_days", JSON_INT},
    {"minutes", JSON_INT, true},
    {"sessions", JSON_INT, true},
    {"weeks", JSON_INT, true},
    {"job_days", JSON_INT, true},
    {"travel_m", JSON_INT},
    {"travel", JSON_FIELDS, .of = &travel_shape},
    {"in_charge", JSON_FIELDS, .of = &in_charge_shape},
    {"terms", JSON_FIELDS, true, .of = &terms_shape},
    {"warnings", JSON_ITEMS, true, .of = &warning_shape},
    {"explanation", JSON_LINE, true},
    {"difference", JSON_FIELDS, .of = &what_if_json_difference},
};
static const struct json_field change[] = {
    {"code", JSON_CODE, true, .code = change_code},
    {"sentence", JSON_LINE, true},
    {"what_if", JSON_FIELDS, .of = &what_if_json_shape},
};
static const struct json_shape change_shape = JSON_SHAPE("MatchChange", change);
static const struct json_field excluded[] = {
    {NULL, JSON_ALSO, .of = &post_shape},
    {"explanation", JSON_LINE, true},
    {"difference", JSON_FIELDS, .of = &what_if_json_difference},
    {"change", JSON_FIELDS, true, .of = &change_shape},
};
static const struct json_field rule_fields[] = {
    {"rule", JSON_LINE, true}, {"rule_id", JSON_LINE, true}, {"sentence", JSON_LINE, true}};

const struct json_shape match_json_known_shape = JSON_SHAPE(NULL, head);
const struct json_shape match_json_item_shape = JSON_SHAPE("FittingPost", item_fields);
const struct json_shape match_json_excluded_shape = JSON_SHAPE("ExcludedPost", excluded);
const struct json_shape match_json_rule_shape = JSON_SHAPE(NULL, rule_fields);

static void put_sentence(struct buf *b, const char *name, struct buf *sentence)
{
    api_name(b, name);
    jsontext_string(b, (const char *)sentence->data, sentence->len);
}

/* --- what was taken as known ------------------------------------------------------------------------------------- */

static void put_limits(struct buf *b, const struct match_case_known *k)
{
    const struct match_labour *l = k->facts.minor ? &k->law.minor : &k->law.adult;

    buf_str(b, ",\"limits\":{");
    api_put_int(b, "job_and_tig_week_minutes", k->law.legal_week_min + k->law.over_min);
    api_put_int(b, "day_minutes", l->day_min);
    api_put_int(b, "week_minutes", l->week_min);
    api_put_int(b, "rest_minutes", l->rest_min);
    api_put_int(b, "week_days", l->week_days);
    api_put_flag(b, "two_days_off", l->two_off);
    api_put_flag(b, "no_night", l->no_night);
    api_put_int_or_null(b, "unbroken_minutes", l->unbroken_min > 0, l->unbroken_min);
    api_put_int_or_null(b, "break_minutes", l->unbroken_min > 0, l->break_min);
    api_put_flag(b, "hard", l->hard);
    api_put_int(b, "plan_week_minutes", k->law.plan_week_min);
    api_put_int(b, "least_session_minutes", k->law.least_session);
    api_put_int(b, "fresh_days", k->law.fresh_days);
    buf_u8(b, '}');
}

static void put_unsaid(struct buf *b, const struct match_case_known *k)
{
    size_t n = 0;

    buf_str(b, ",\"unsaid\":[");
    for (int i = 0; i < PROFILE_MEMBERS; i++)
        if (k->unsaid & 1u << i) {
            api_next_item(b, n++);
            jsontext_str(b, profile_member((enum profile_member)i));
        }
    buf_u8(b, ']');
}

static void put_aims(struct buf *b, const struct match_case_known *k)
{
    size_t n = 0;

    buf_str(b, ",\"aims\":[");
    for (size_t i = 0; i < word_count(WORD_TASK_FAMILY); i++)
        if (k->aims & 1u << i) {
            api_next_item(b, n++);
            jsontext_str(b, word_code(WORD_TASK_FAMILY, i));
        }
    buf_u8(b, ']');
}

static void put_transport(struct buf *b, uint32_t means)
{
    size_t n = 0;

    buf_str(b, ",\"transport\":[");
    for (size_t i = 0; i < situation_count(SITUATION_TRANSPORT); i++)
        if (means & 1u << i) {
            api_next_item(b, n++);
            jsontext_str(b, situation_code(SITUATION_TRANSPORT, i));
        }
    buf_u8(b, ']');
}

void match_json_known(struct buf *b, const struct match_case_known *k)
{
    const struct matching_facts *f = &k->facts;

    buf_str(b, "\"measure\":{");
    api_put_id(b, "id", &f->measure);
    api_put_text(b, "kind", f->kind);
    api_put_int(b, "version", f->version);
    api_put_int(b, "ordered_minutes", f->ordered_min);
    api_put_int(b, "credited_minutes", f->credited_min);
    api_put_int(b, "planned_minutes", f->ordered_min - f->credited_min - f->unplanned_min);
    api_put_int(b, "remaining_minutes", k->remaining_min);
    api_put_day_number(b, "term", f->term);
    api_put_flag(b, "clock_stopped", f->clock_stopped);
    buf_str(b, "},\"known\":{");
    api_put_int(b, "profile_version", k->profile_version);
    api_put_int(b, "minutes", k->asked_min);
    api_put_day_number(b, "first_day", k->first);
    api_put_flag(b, "minor", f->minor);
    api_put_int_or_null(b, "job_minutes_week", k->job_min >= 0, k->job_min);
    put_transport(b, k->means);
    api_put_int_or_null(b, "max_travel_minutes", k->travel_max_min > 0, k->travel_max_min);
    api_put_flag(b, "located", k->located);
    put_aims(b, k);
    put_unsaid(b, k);
    buf_str(b, ",\"places_to_compare\":[");
    for (size_t i = 0; i < k->n_unread; i++) {
        api_next_item(b, i);
        jsontext_str(b, k->unread[i]);
    }
    buf_u8(b, ']');
    put_limits(b, k);
    buf_u8(b, '}');
}

void match_json_order(struct buf *b)
{
    buf_str(b, "\"order\":[");
    for (int t = 0; t < MATCH_TERMS; t++) {
        api_next_item(b, (size_t)t);
        jsontext_str(b, outcome_term((enum match_term)t));
    }
    buf_u8(b, ']');
}

/* --- posts ------------------------------------------------------------------------------------------------------- */

static void put_post(struct buf *b, const struct matching_post *p)
{
    api_put_id(b, "post", &p->id);
    api_put_text(b, "title", p->title);
    api_put_named(b, "host", &p->host, p->host_name);
    buf_str(b, ",\"site\":{");
    api_put_id(b, "id", &p->site);
    api_put_text(b, "insee", p->insee);
    way_json_stop(b, p->stop, p->lines, p->stop_walk_min);
    buf_u8(b, '}');
    api_put_text(b, "commune", p->commune);
    way_json_hours(b, p->car_needed, p->transit_first, p->transit_last);
}

static void put_warnings(struct buf *b, const struct match_fit *f, struct buf *sentence)
{
    size_t n = 0;

    buf_str(b, ",\"warnings\":[");
    for (int i = 0; i < MATCH_WARNINGS; i++) {
        enum match_warning w = (enum match_warning)(1u << i);

        if (!(f->warnings & (unsigned)w))
            continue;
        api_next_item(b, n++);
        buf_u8(b, '{');
        api_put_text(b, "code", outcome_warning(w));
        buf_reset(sentence);
        explain_warning(sentence, f, w);
        put_sentence(b, "sentence", sentence);
        buf_u8(b, '}');
    }
    buf_u8(b, ']');
}

/* Whom the one in charge of the post follows meanwhile; null where nobody said how many they take on. */
static void put_in_charge(struct buf *b, const struct match_case_item *it)
{
    if (it->post->tutor_max == 0) {
        buf_str(b, ",\"in_charge\":null");
        return;
    }
    buf_str(b, ",\"in_charge\":{");
    api_put_int(b, "people", it->fit.led);
    api_put_int(b, "people_max", it->post->tutor_max);
    buf_u8(b, '}');
}

/* One way, or null where home or post has no point. */
static void put_travel(struct buf *b, const struct match_fit *f, struct buf *sentence)
{
    if (f->travel_by < 0) {
        buf_str(b, ",\"travel\":null");
        return;
    }
    buf_str(b, ",\"travel\":{");
    api_put_text(b, "means", situation_code(SITUATION_TRANSPORT, (size_t)f->travel_by));
    api_put_int(b, "from_minutes", f->travel_from);
    api_put_int(b, "to_minutes", f->travel_to);
    buf_reset(sentence);
    explain_travel(sentence, f);
    put_sentence(b, "sentence", sentence);
    buf_u8(b, '}');
}

void match_json_item(struct buf *b, const void *item)
{
    const struct match_case_item *it = item;
    const struct match_fit *f = &it->fit;
    struct buf sentence SCOPED_BUF;

    buf_init_secret(&sentence, SENTENCE);
    put_post(b, it->post);
    api_put_day_number(b, "first_day", f->first_day);
    api_put_day_number(b, "last_day", f->last_day);
    api_put_int_or_null(b, "margin_days", f->margin != DAY_NONE, f->margin);
    api_put_int(b, "minutes", f->minutes);
    api_put_int(b, "sessions", f->sessions);
    api_put_int(b, "weeks", f->weeks);
    api_put_int(b, "job_days", f->job_days);
    api_put_int_or_null(b, "travel_m", f->travel_m >= 0, f->travel_m);
    put_travel(b, f, &sentence);
    put_in_charge(b, it);
    buf_str(b, ",\"terms\":{");
    for (int t = 0; t < MATCH_TERMS; t++) {
        api_next_item(b, (size_t)t);
        api_put_int(b, outcome_term((enum match_term)t), f->term[t]);
    }
    buf_u8(b, '}');
    put_warnings(b, f, &sentence);
    buf_reset(&sentence);
    explain_fit(&sentence, f);
    put_sentence(b, "explanation", &sentence);
    buf_u8(b, ',');
    what_if_json_put_difference(b, it);
}

void match_json_excluded(struct buf *b, const void *item)
{
    const struct match_case_item *it = item;
    const struct match_fit *f = &it->fit;
    struct buf sentence SCOPED_BUF;

    buf_init_secret(&sentence, SENTENCE);
    put_post(b, it->post);
    explain_fit(&sentence, f);
    put_sentence(b, "explanation", &sentence);
    buf_u8(b, ',');
    what_if_json_put_difference(b, it);
    buf_str(b, ",\"change\":{");
    api_put_text(b, "code", outcome_change(f->change));
    buf_reset(&sentence);
    explain_change(&sentence, f->change);
    put_sentence(b, "sentence", &sentence);
    buf_u8(b, ',');
    what_if_json_put(b, "what_if", it->has_remedy ? &it->remedy : NULL);
    buf_u8(b, '}');
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
