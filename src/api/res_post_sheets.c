/* SPDX-License-Identifier: EUPL-1.2 */
/* Bodies of sheets and timetables. A timetable is the first part of a sheet's declaration and is read by one function.
 * The exclusion constraint in SQL is the second wall against slots that overlap. */
#include "api/res_post_sheets.h"

#include <stdio.h>

#include "api/api.h"
#include "api/slot_json.h"
#include "app/write_post.h"
#include "domain/word.h"

#include "base/banned.h"

#define MAX_HOURS 400

/* Those of a timetable first. */
enum {
    PLACES, MIN_HOURS, MAXIMUM, PROTECTION, DRESS, MEALS, IN_CHARGE, SLOTS, CAR_NEEDED, TRANSIT_FIRST,
    TRANSIT_LAST, SATURDAY_FIRST, SATURDAY_LAST, SUNDAY_FIRST, SUNDAY_LAST, SATURDAY_NONE,
    SUNDAY_NONE, SCHEDULE,
    SITE = SCHEDULE, PUBLIC, TITLE, FAMILY, NATURE, MANNER, LEARNING, NEEDS, SPECIAL_RISK, CARE_SETTING,
    MEETS_CHILDREN, MEETS_VULNERABLE, MEETS_PUBLIC, SHEET
};

static const struct json_field fields[SHEET] = {
    [PLACES] = {"places", JSON_INT, true, 1, SLOT_PLACES},
    [MIN_HOURS] = {"min_hours", JSON_INT, false, 1, MAX_HOURS},
    [MAXIMUM] = {"max_hours", JSON_INT, false, 1, MAX_HOURS},
    [PROTECTION] = {"protection", JSON_LINE, false, 0, 300},
    [DRESS] = {"dress", JSON_LINE, false, 0, 300},
    [MEALS] = {"meals", JSON_LINE, false, 0, 300},
    [IN_CHARGE] = {"in_charge", JSON_ID, false, 0, 0},
    [SLOTS] = {"slots", JSON_ITEMS, true, 0, SLOT_MAX, .of = &slot_json_post},
    [CAR_NEEDED] = {"car_needed", JSON_FLAG, false, 0, 0},
    [TRANSIT_FIRST] = {"transit_first", JSON_INT, false, 1, SLOT_DAY},
    [TRANSIT_LAST] = {"transit_last", JSON_INT, false, 1, SLOT_DAY},
    [SATURDAY_FIRST] = {"transit_saturday_first", JSON_INT, false, 1, SLOT_DAY},
    [SATURDAY_LAST] = {"transit_saturday_last", JSON_INT, false, 1, SLOT_DAY},
    [SUNDAY_FIRST] = {"transit_sunday_first", JSON_INT, false, 1, SLOT_DAY},
    [SUNDAY_LAST] = {"transit_sunday_last", JSON_INT, false, 1, SLOT_DAY},
    [SATURDAY_NONE] = {"transit_saturday_none", JSON_FLAG, false, 0, 0},
    [SUNDAY_NONE] = {"transit_sunday_none", JSON_FLAG, false, 0, 0},
    [SITE] = {"site", JSON_ID, true, 0, 0},
    [PUBLIC] = {"public", JSON_CODE, true, .words = WORD_PUBLIC},
    [TITLE] = {"title", JSON_LINE, true, 1, 120},
    [FAMILY] = {"family", JSON_CODE, true, .words = WORD_TASK_FAMILY},
    [NATURE] = {"nature", JSON_LINES, true, 1, 2000},
    [MANNER] = {"manner", JSON_LINES, false, 0, 2000},
    [LEARNING] = {"learning", JSON_LINES, false, 0, 1000},
    [NEEDS] = {"needs", JSON_CODES, false, 0, POST_NEEDS, .words = WORD_NEED},
    [SPECIAL_RISK] = {"special_risk", JSON_FLAG, true, 0, 0},
    [CARE_SETTING] = {"care_setting", JSON_FLAG, true, 0, 0},
    [MEETS_CHILDREN] = {"meets_children", JSON_FLAG, true, 0, 0},
    [MEETS_VULNERABLE] = {"meets_vulnerable", JSON_FLAG, true, 0, 0},
    [MEETS_PUBLIC] = {"meets_public", JSON_FLAG, true, 0, 0},
};

const struct json_shape res_post_sheets_sheet = JSON_SHAPE("PostSheet", fields);
const struct json_shape res_post_sheets_times = JSON_FIRST("PostSchedule", fields, SCHEDULE);

static bool read_slots(struct json_doc *d, const struct json_value *list, struct post_change_schedule *out,
                       struct reply *r)
{
    char at[JSON_POINTER];
    size_t clash;

    out->slots = list->count;
    if (slot_json_read(d, list, "/slots", true, out->slot) != REFUSAL_NONE) {
        reply_refuse(r, d->refusal, d->pointer);
        return false;
    }
    clash = slot_clash(out->slot, out->slots);
    if (clash == out->slots)
        return true;
    (void)snprintf(at, sizeof at, "/slots/%zu", clash);
    return api_refuse(d, at, "from", r);
}

/* What is not said of a day is as on any other. */
static bool turns_back(const struct post_change_schedule *s, const struct transit_hours *day)
{
    int32_t last = day->last > 0 ? day->last : s->transit_last;

    return !day->none && last > 0 && (day->first > 0 ? day->first : s->transit_first) >= last;
}

/* Where nothing runs there are no hours. */
static bool contradicts(const struct transit_hours *day)
{
    return day->none && (day->first > 0 || day->last > 0);
}

static bool read_schedule(struct json_doc *d, const struct json_value *v, struct post_change_schedule *out,
                          struct reply *r)
{
    out->places = (int32_t)v[PLACES].i;
    out->min_hours = (int32_t)v[MIN_HOURS].i;
    out->max_hours = (int32_t)v[MAXIMUM].i;
    out->protection = api_text(&v[PROTECTION]);
    out->dress = api_text(&v[DRESS]);
    out->meals = api_text(&v[MEALS]);
    out->in_charge = v[IN_CHARGE].id;
    out->car_needed = v[CAR_NEEDED].flag;
    out->transit_first = (int32_t)v[TRANSIT_FIRST].i;
    out->transit_last = (int32_t)v[TRANSIT_LAST].i;
    out->transit_saturday = (struct transit_hours){(int32_t)v[SATURDAY_FIRST].i, (int32_t)v[SATURDAY_LAST].i,
                                                    v[SATURDAY_NONE].flag};
    out->transit_sunday = (struct transit_hours){(int32_t)v[SUNDAY_FIRST].i, (int32_t)v[SUNDAY_LAST].i,
                                                  v[SUNDAY_NONE].flag};
    if (v[TRANSIT_LAST].present && out->transit_first >= out->transit_last)
        return api_refuse(d, "", fields[TRANSIT_LAST].name, r);
    if (turns_back(out, &out->transit_saturday))
        return api_refuse(d, "", fields[SATURDAY_LAST].name, r);
    if (turns_back(out, &out->transit_sunday))
        return api_refuse(d, "", fields[SUNDAY_LAST].name, r);
    if (contradicts(&out->transit_saturday))
        return api_refuse(d, "", fields[SATURDAY_NONE].name, r);
    if (contradicts(&out->transit_sunday))
        return api_refuse(d, "", fields[SUNDAY_NONE].name, r);
    if (v[MAXIMUM].present && out->min_hours > out->max_hours)
        return api_refuse(d, "", fields[MAXIMUM].name, r);
    return read_slots(d, &v[SLOTS], out, r);
}

static bool read_sheet(struct json_doc *d, const struct route_request *q, struct post_change_sheet *out,
                       struct reply *r)
{
    struct json_value v[SHEET];

    if (!api_body(q, d, v, SHEET, r))
        return false;
    *out = (struct post_change_sheet){
        .site = v[SITE].id, .public = v[PUBLIC].s, .family = v[FAMILY].s, .title = v[TITLE].s, .nature = v[NATURE].s,
        .manner = api_text(&v[MANNER]), .learning = api_text(&v[LEARNING]), .special_risk = v[SPECIAL_RISK].flag,
        .care_setting = v[CARE_SETTING].flag, .meets_children = v[MEETS_CHILDREN].flag,
        .meets_vulnerable = v[MEETS_VULNERABLE].flag, .meets_public = v[MEETS_PUBLIC].flag};
    out->needs = json_codes(&fields[NEEDS], &v[NEEDS], out->need);
    return read_schedule(d, v, &out->schedule, r);
}

void res_post_sheets_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct post_change_sheet sheet;
    struct api_step s;
    int rc;

    if (!read_sheet(&d, q, &sheet, r))
        return;
    api_step_begin(&s, ctx, q);
    rc = write_post_create(s.service, &s.caller,
                           &(struct write_post_new){.key = q->key, .request = {q->body, q->body_n}, .host = q->id,
                                                    .sheet = &sheet},
                           &s.made, &s.no);
    api_step_made(&s, r, rc);
}

void res_post_sheets_replace(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct post_change_sheet sheet;
    struct api_step s;

    if (!read_sheet(&d, q, &sheet, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, write_post_replace(s.service, &s.caller, &q->id, q->version, &sheet, &s.version, &s.no));
}

void res_post_sheets_schedule(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[SCHEDULE];
    struct post_change_schedule schedule;
    struct api_step s;

    if (!api_body(q, &d, v, SCHEDULE, r) || !read_schedule(&d, v, &schedule, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, write_post_schedule(s.service, &s.caller, &q->id, q->version, &schedule, &s.version, &s.no));
}
