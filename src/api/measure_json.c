/* SPDX-License-Identifier: EUPL-1.2 */
/* What is looked at here is the form: words of the lists, days that have come and are in their order. What a rule wants
 * of a measure is looked at when it is opened (casework.measure_findings), since a draft may be wrong still. */
#include <string.h>

#include "api/api.h"
#include "api/measure_json.h"
#include "base/clock.h"
#include "domain/word.h"
#include "http/jsontext.h"

#include "base/banned.h"

enum {
    KIND, OFFENCE_CLASS, ORDERED, FACTS, JUDGED, FINAL, SEIZED, PERIOD, FIRM, FALLBACK, CONSENT, CONSENTED, AUTHORITY,
    KEPT, FIELDS
};

/* Who carries a measure out does not mandate it: no dspip, no dtpjj. */
static const char *mandating(size_t i)
{
    static const char *const authorities[] = {"court", "jap", "juge_des_enfants", "prosecutor"};

    return i < sizeof authorities / sizeof authorities[0] ? authorities[i] : NULL;
}

static const struct json_field fields[FIELDS] = {
    [KIND] = {"kind", JSON_CODE, true, .words = WORD_MEASURE_KIND},
    [OFFENCE_CLASS] = {"offence_class", JSON_CODE, true, .words = WORD_OFFENCE_CLASS},
    [ORDERED] = {"ordered_minutes", JSON_INT, false, 60, 24000},
    [FACTS] = {"facts_on", JSON_DAY, false, 0, 0},
    [JUDGED] = {"judged_on", JSON_DAY, false, 0, 0},
    [FINAL] = {"final_on", JSON_DAY, false, 0, 0},
    [SEIZED] = {"seized_on", JSON_DAY, false, 0, 0},
    [PERIOD] = {"period_months", JSON_INT, false, 1, 18},
    [FIRM] = {"firm_months", JSON_INT, false, 1, 6},
    [FALLBACK] = {"fallback", JSON_FLAG, false, 0, 0},
    [CONSENT] = {"consent", JSON_CODE, false, .words = WORD_CONSENT},
    [CONSENTED] = {"consented_on", JSON_DAY, false, 0, 0},
    [AUTHORITY] = {"authority", JSON_CODE, true, .code = mandating},
    [KEPT] = {"judge_kept", JSON_FLAG, false, 0, 0},
};

enum { INTERVIEW, EVALUATION, END_REPORT, ASKED, DUE, RECEIVED, STEPS };

static const struct json_field steps[STEPS] = {
    [INTERVIEW] = {"first_interview_on", JSON_DAY, false, 0, 0},
    [EVALUATION] = {"evaluation_sent_on", JSON_DAY, false, 0, 0},
    [END_REPORT] = {"end_report_sent_on", JSON_DAY, false, 0, 0},
    [ASKED] = {"fitness_asked_on", JSON_DAY, false, 0, 0},
    [DUE] = {"fitness_due_on", JSON_DAY, false, 0, 0},
    [RECEIVED] = {"fitness_received_on", JSON_DAY, false, 0, 0},
};

static const struct json_field stood[] = {
    {"kind", JSON_CODE, true, .words = WORD_SUSPENSION_KIND}, {"from", JSON_DAY}, {"to", JSON_DAY}};
static const struct json_shape stood_shape = JSON_SHAPE("Suspension", stood);
/* An answer has null where a body left something out. */
static const struct json_field whole[] = {
    {"id", JSON_ID, true},
    {"case", JSON_ID, true},
    {"state", JSON_CODE, true, .words = WORD_MEASURE_STATE},
    {NULL, JSON_ALSO, .of = &measure_json_ordered_shape},
    {NULL, JSON_ALSO, .of = &measure_json_steps_shape},
    {"end_code", JSON_CODE, .words = WORD_END_CODE},
    {"ended_on", JSON_DAY},
    {"term", JSON_DAY},
    {"justice_version", JSON_INT, true},
    {"version", JSON_INT, true},
    {"created_at", JSON_TIME, true},
    {"findings", JSON_TEXTS},
    {"suspensions", JSON_ITEMS, true, .of = &stood_shape},
};

const struct json_shape measure_json_ordered_shape = JSON_SHAPE("MeasureSheet", fields);
const struct json_shape measure_json_steps_shape = JSON_SHAPE("MeasureSteps", steps);
const struct json_shape measure_json_shape = JSON_SHAPE("Measure", whole);

/* Of two days that are both known, is a before b? */
static bool before(const struct json_value *a, const struct json_value *b)
{
    return a->present && b->present && day_compare(&a->day, &b->day) < 0;
}

/* The first of the n fields at which that is a day to come; NULL when there is none. */
static const char *to_come(const struct json_field *f, const struct json_value *v, const int *at, size_t n)
{
    struct day today;

    day_in_france(&today, clock_now_us());
    for (size_t i = 0; i < n; i++)
        if (v[at[i]].present && day_compare(&v[at[i]].day, &today) > 0)
            return f[at[i]].name;
    return NULL;
}

static const char *wrong_day(const struct json_value *v)
{
    static const int past[] = {FACTS, JUDGED, FINAL, SEIZED, CONSENTED};
    const char *name = to_come(fields, v, past, sizeof past / sizeof past[0]);

    if (name != NULL)
        return name;
    if (before(&v[JUDGED], &v[FACTS]))
        return "judged_on";
    return before(&v[FINAL], &v[JUDGED]) || before(&v[FINAL], &v[FACTS]) ? "final_on" : NULL;
}

bool measure_json_ordered(const struct route_request *q, struct json_doc *d, struct measure_ordered *o,
                          struct reply *r)
{
    struct json_value v[FIELDS];
    const char *wrong;

    if (!api_body(q, d, v, FIELDS, r))
        return false;
    *o = (struct measure_ordered){.kind = v[KIND].s, .offence_class = v[OFFENCE_CLASS].s, .consent = v[CONSENT].s,
                                  .authority = v[AUTHORITY].s, .ordered_minutes = (int32_t)v[ORDERED].i,
                                  .facts_on = v[FACTS].day, .judged_on = v[JUDGED].day, .final_on = v[FINAL].day,
                                  .seized_on = v[SEIZED].day, .period_months = (int32_t)v[PERIOD].i,
                                  .firm_months = (int32_t)v[FIRM].i, .has_fallback = v[FALLBACK].present,
                                  .fallback = v[FALLBACK].flag, .consented_on = v[CONSENTED].day,
                                  .judge_kept = v[KEPT].flag};
    wrong = wrong_day(v);
    return wrong == NULL || api_refuse(d, "", wrong, r);
}

bool measure_json_steps(const struct route_request *q, struct json_doc *d, struct measure_steps *s, struct reply *r)
{
    static const int past[] = {INTERVIEW, EVALUATION, END_REPORT, ASKED, RECEIVED};
    struct json_value v[STEPS];
    const char *wrong;

    if (!api_body(q, d, v, STEPS, r))
        return false;
    *s = (struct measure_steps){v[INTERVIEW].day, v[EVALUATION].day, v[END_REPORT].day,
                                v[ASKED].day,     v[DUE].day,        v[RECEIVED].day};
    wrong = to_come(steps, v, past, sizeof past / sizeof past[0]);
    if (wrong == NULL && !v[ASKED].present && (v[DUE].present || v[RECEIVED].present))
        wrong = "fitness_asked_on";
    if (wrong == NULL && before(&v[DUE], &v[ASKED]))
        wrong = "fitness_due_on";
    if (wrong == NULL && before(&v[RECEIVED], &v[ASKED]))
        wrong = "fitness_received_on";
    return wrong == NULL || api_refuse(d, "", wrong, r);
}

static void put_ordered(struct buf *b, const struct measure_ordered *o)
{
    api_put_text_or_null(b, "kind", o->kind);
    api_put_text_or_null(b, "offence_class", o->offence_class);
    api_put_int_or_null(b, "ordered_minutes", o->ordered_minutes != 0, o->ordered_minutes);
    api_put_day_or_null(b, "facts_on", &o->facts_on);
    api_put_day_or_null(b, "judged_on", &o->judged_on);
    api_put_day_or_null(b, "final_on", &o->final_on);
    api_put_day_or_null(b, "seized_on", &o->seized_on);
    api_put_int_or_null(b, "period_months", o->period_months != 0, o->period_months);
    api_put_int_or_null(b, "firm_months", o->firm_months != 0, o->firm_months);
    if (o->has_fallback) {
        api_put_flag(b, "fallback", o->fallback);
    } else {
        api_put_text_or_null(b, "fallback", NULL);
    }
    api_put_text_or_null(b, "consent", o->consent);
    api_put_day_or_null(b, "consented_on", &o->consented_on);
    api_put_text_or_null(b, "authority", o->authority);
    api_put_flag(b, "judge_kept", o->judge_kept);
}

static void put_steps(struct buf *b, const struct measure_steps *s)
{
    api_put_day_or_null(b, "first_interview_on", &s->first_interview_on);
    api_put_day_or_null(b, "evaluation_sent_on", &s->evaluation_sent_on);
    api_put_day_or_null(b, "end_report_sent_on", &s->end_report_sent_on);
    api_put_day_or_null(b, "fitness_asked_on", &s->fitness_asked_on);
    api_put_day_or_null(b, "fitness_due_on", &s->fitness_due_on);
    api_put_day_or_null(b, "fitness_received_on", &s->fitness_received_on);
}

static void put_findings(struct buf *b, const struct measure *m)
{
    if (!m->judged) {
        api_put_null(b, "findings");
        return;
    }
    api_name(b, "findings");
    buf_u8(b, '[');
    for (size_t i = 0; i < m->findings; i++) {
        api_next_item(b, i);
        jsontext_str(b, m->finding[i]);
    }
    buf_u8(b, ']');
}

static void put_stood(struct buf *b, const struct uuid *id, const struct keep_measures_out *of)
{
    size_t n = 0;

    api_name(b, "suspensions");
    buf_u8(b, '[');
    for (size_t i = 0; i < of->stood_n; i++) {
        const struct measure_stood *s = &of->stood[i];

        if (!uuid_eq(&s->measure, id))
            continue;
        api_next_item(b, n++);
        buf_u8(b, '{');
        api_put_text(b, "kind", s->kind);
        api_put_day_or_null(b, "from", &s->from);
        api_put_day_or_null(b, "to", &s->to);
        buf_u8(b, '}');
    }
    buf_u8(b, ']');
}

void measure_json_put(struct buf *b, const struct measure *m, const struct keep_measures_out *of)
{
    buf_u8(b, '{');
    api_put_id(b, "id", &m->id);
    api_put_id(b, "case", &m->case_id);
    api_put_text_or_null(b, "state", m->state);
    put_ordered(b, &m->ordered);
    put_steps(b, &m->steps);
    api_put_text_or_null(b, "end_code", m->end_code);
    api_put_day_or_null(b, "ended_on", &m->ended_on);
    api_put_day_or_null(b, "term", &m->term);
    api_put_int(b, "justice_version", m->justice_version);
    api_put_int(b, "version", m->version);
    api_put_time(b, "created_at", m->created_us);
    put_findings(b, m);
    put_stood(b, &m->id, of);
    buf_u8(b, '}');
}
