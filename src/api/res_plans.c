/* SPDX-License-Identifier: EUPL-1.2 */
/* Plans for everybody who waits, over JSON. Making one answers with all of it (plan_json.c); reading one later shows
 * the lines that are kept, without what was opened, and why one is no longer what was computed. */
#include "api/res_plans.h"

#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/list.h"
#include "api/plan_json.h"
#include "api/profile_facts.h"
#include "api/shapes.h"
#include "app/plan_waiting.h"
#include "base/err.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define NAMED 1000      /* measures that one body has room for; without names it is everybody */
#define LAST_YEAR 2099 /* a later first day is a mistake of typing */

enum { FROM, MEASURES, FIELDS };

static const struct json_field fields[FIELDS] = {
    [FROM] = {"from", JSON_DAY, false, 0, 0},
    [MEASURES] = {"measures", JSON_IDS, false, 1, NAMED},
};

/* Those of casework.plan_lines. */
static const char *stale_code(size_t i)
{
    static const char *const codes[] = {"measure", "profile", "post", "past", "placed", "places"};

    return i < sizeof codes / sizeof codes[0] ? codes[i] : NULL;
}

static const struct json_field head[] = {
    {NULL, JSON_ALSO, .of = &plan_json_made},
    {"made_by", JSON_ID, true},
    {"from", JSON_DAY, true},
    {"people", JSON_INT, true},
};
static const struct json_field kept_line[] = {
    {"measure", JSON_ID, true},
    {"case", JSON_ID, true},
    {"post", JSON_ID, true},
    {"title", JSON_LINE, true},
    {"host", JSON_FIELDS, true, .of = &shapes_named},
    {"first_day", JSON_DAY},
    {"last_day", JSON_DAY},
    {"stale", JSON_CODES, true, .code = stale_code},
};
static const struct json_shape kept_line_shape = JSON_SHAPE("KeptPlanLine", kept_line);
static const struct json_field kept[] = {
    {NULL, JSON_ALSO, .of = &res_plans_item}, {"items", JSON_ITEMS, true, .of = &kept_line_shape}};

const struct json_shape res_plans_new = JSON_SHAPE("NewPlan", fields);
const struct json_shape res_plans_item = JSON_SHAPE("PlanHead", head);
const struct json_shape res_plans_kept = JSON_SHAPE("KeptPlan", kept);

/* Each once; the ids are the caller's to free. */
static bool read_measures(struct json_doc *d, const struct json_value *list, struct uuid **out, struct reply *r)
{
    const char **text = calloc(list->count + 1, sizeof *text);
    bool fine = text != NULL;

    *out = calloc(list->count + 1, sizeof **out);
    if (text == NULL || *out == NULL) {
        free(text);
        return reply_outcome(r, ERR_NOMEM, REFUSAL_NONE);
    }
    (void)json_words(list, text);
    for (size_t i = 0; i < list->count && fine; i++) {
        fine = uuid_parse(&(*out)[i], text[i], strlen(text[i])) == ERR_OK;
        for (size_t k = 0; k < i && fine; k++)
            fine = !uuid_eq(&(*out)[k], &(*out)[i]);
    }
    free(text);
    return fine || api_refuse(d, "", fields[MEASURES].name, r);
}

void res_plans_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct plan_waiting_in in = {.key = q->key, .request = {q->body, q->body_n},
                                 .people = {.reason = q->reason, .read = profile_facts_read}};
    struct plan_waiting_out out;
    struct api_step s;
    struct uuid *measures = NULL;

    if (!api_body(q, &d, v, FIELDS, r))
        return;
    if (v[FROM].day.year > LAST_YEAR) {
        api_refuse(&d, "", fields[FROM].name, r);
        return;
    }
    if (v[MEASURES].present && !read_measures(&d, &v[MEASURES], &measures, r)) {
        free(measures);
        return;
    }
    in.people.measures = measures;
    in.people.n_measures = v[MEASURES].count;
    in.people.from = v[FROM].present ? day_number(&v[FROM].day) : 0;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, plan_waiting_do(s.service, &s.caller, &in, &out, &s.no))) {
        plan_json_put(&r->body, &out);
        reply_ok(r, 201);
    }
    plan_waiting_release(&out);
    free(measures);
}

static void put_head(struct buf *b, const void *item)
{
    const struct plan_head *h = item;

    plan_json_put_made(b, &h->made);
    api_put_id(b, "made_by", &h->made_by);
    api_put_day_or_null(b, "from", &h->from);
    api_put_int(b, "people", h->people);
}

void res_plans_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct plan_waiting_list out;
    struct api_step s;

    if (!list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, plan_waiting_plans(s.service, &s.caller, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_head, made.made_us, made.id));
}

static void put_kept(struct buf *b, const void *item)
{
    const struct plan_line *l = item;

    api_put_id(b, "measure", &l->measure);
    api_put_id(b, "case", &l->case_id);
    api_put_id(b, "post", &l->post);
    api_put_text(b, "title", l->title);
    api_put_named(b, "host", &l->host, l->host_name);
    api_put_day_or_null(b, "first_day", &l->first_day);
    api_put_day_or_null(b, "last_day", &l->last_day);
    api_name(b, "stale");
    buf_u8(b, '[');
    for (size_t i = 0; i < l->n_stale; i++) {
        api_next_item(b, i);
        jsontext_str(b, l->stale[i]);
    }
    buf_u8(b, ']');
}

void res_plans_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct plan_waiting_kept out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, plan_waiting_read(s.service, &s.caller, &q->id, &out, &s.no))) {
        buf_u8(&r->body, '{');
        put_head(&r->body, &out.head);
        list_put(&r->body, "items", &(struct list){out.line, out.n, sizeof *out.line, put_kept});
        buf_u8(&r->body, '}');
        reply_ok(r, 200);
    }
    plan_waiting_forget(&out);
}
