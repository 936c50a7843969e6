/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers as they are, days as dates, members of the profile by their names. */
#include "api/known_json.h"

#include "api/api.h"
#include "domain/day.h"
#include "domain/situation.h"
#include "http/jsontext.h"

#include "base/banned.h"

const char *known_json_transport(size_t i)
{
    return situation_code(SITUATION_TRANSPORT, i);
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
    {"transport", JSON_CODES, true, .code = known_json_transport},
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

const struct json_shape known_json_shape = JSON_SHAPE(NULL, head);

static void put_limits(struct buf *b, const struct match_case_known *k)
{
    const struct match_labour *l = k->facts.minor ? &k->law.minor : &k->law.adult;

    api_open(b, "limits");
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

    api_name(b, "unsaid");
    buf_u8(b, '[');
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

    api_name(b, "aims");
    buf_u8(b, '[');
    for (size_t i = 0; i < word_count(WORD_TASK_FAMILY); i++)
        if (k->aims & 1u << i) {
            api_next_item(b, n++);
            jsontext_str(b, word_code(WORD_TASK_FAMILY, i));
        }
    buf_u8(b, ']');
}

void known_json_put_transport(struct buf *b, const char *name, uint32_t means)
{
    size_t n = 0;

    api_name(b, name);
    buf_u8(b, '[');
    for (size_t i = 0; i < situation_count(SITUATION_TRANSPORT); i++)
        if (means & 1u << i) {
            api_next_item(b, n++);
            jsontext_str(b, situation_code(SITUATION_TRANSPORT, i));
        }
    buf_u8(b, ']');
}

void known_json_put(struct buf *b, const struct match_case_known *k)
{
    const struct matching_facts *f = &k->facts;

    api_open(b, "measure");
    api_put_id(b, "id", &f->measure);
    api_put_text(b, "kind", f->kind);
    api_put_int(b, "version", f->version);
    api_put_int(b, "ordered_minutes", f->ordered_min);
    api_put_int(b, "credited_minutes", f->credited_min);
    api_put_int(b, "planned_minutes", f->ordered_min - f->credited_min - f->unplanned_min);
    api_put_int(b, "remaining_minutes", k->remaining_min);
    api_put_day_number(b, "term", f->term);
    api_put_flag(b, "clock_stopped", f->clock_stopped);
    buf_u8(b, '}');
    api_open(b, "known");
    api_put_int(b, "profile_version", k->profile_version);
    api_put_int(b, "minutes", k->asked_min);
    api_put_day_number(b, "first_day", k->first);
    api_put_flag(b, "minor", f->minor);
    api_put_int_or_null(b, "job_minutes_week", k->job_min >= 0, k->job_min);
    known_json_put_transport(b, "transport", k->means);
    api_put_int_or_null(b, "max_travel_minutes", k->travel_max_min > 0, k->travel_max_min);
    api_put_flag(b, "located", k->located);
    put_aims(b, k);
    put_unsaid(b, k);
    api_name(b, "places_to_compare");
    buf_u8(b, '[');
    for (size_t i = 0; i < k->n_unread; i++) {
        api_next_item(b, i);
        jsontext_str(b, k->unread[i]);
    }
    buf_u8(b, ']');
    put_limits(b, k);
    buf_u8(b, '}');
}
