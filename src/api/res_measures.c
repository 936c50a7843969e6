/* SPDX-License-Identifier: EUPL-1.2 */
/* Measures over JSON, all that is clear about them. The cursor of a page is instant and id of its last measure. */
#include "api/res_measures.h"

#include "api/api.h"
#include "api/identity.h"
#include "api/list.h"
#include "api/measure_json.h"
#include "app/keep_measures.h"
#include "app/minor_ages.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/word.h"

#include "base/banned.h"

enum { CODE, ENDED_ON, FIELDS };

static const struct json_field end_fields[FIELDS] = {
    [CODE] = {"code", JSON_CODE, true, .words = WORD_END_CODE},
    [ENDED_ON] = {"ended_on", JSON_DAY, true, 0, 0},
};

const struct json_shape res_measures_ending = JSON_SHAPE("MeasureEnd", end_fields);

void res_measures_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct keep_measures_out out;
    struct api_step s;

    if (!list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, keep_measures_list(s.service, &s.caller, &q->id, s.after, &out, &s.no))) {
        char next[API_CURSOR];

        api_open_list(&r->body);
        for (size_t i = 0; i < out.n; i++) {
            api_next_item(&r->body, i);
            measure_json_put(&r->body, &out.item[i], &out);
        }
        api_close_page(&r->body, list_timed_next(&LIST_TIMED(out, NULL, created_us, id), next));
        reply_ok(r, 200);
    }
    keep_measures_release(&out);
}

void res_measures_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct keep_measures_new_in in = {.key = q->key, .request = {q->body, q->body_n}, .case_id = q->id};
    struct api_step s;

    if (!measure_json_ordered(q, &d, &in.ordered, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, keep_measures_new(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_measures_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct keep_measures_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, keep_measures_one(s.service, &s.caller, &q->id, &out, &s.no))) {
        measure_json_put(&r->body, out.item, &out);
        r->version = out.item->version;
        reply_ok(r, 200);
    }
    keep_measures_release(&out);
}

void res_measures_put(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct measure_ordered ordered;
    struct api_step s;

    if (!measure_json_ordered(q, &d, &ordered, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, keep_measures_put(s.service, &s.caller, &q->id, q->version, &ordered, &s.version, &s.no));
}

void res_measures_open(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;
    int rc;

    api_step_begin(&s, ctx, q);
    rc = minor_ages_check(s.service, &s.caller, &q->id, identity_birth_date, &s.no);
    if (rc == ERR_OK && s.no == REFUSAL_NONE)
        rc = keep_measures_open(s.service, &s.caller, &q->id, q->version, &s.version, &s.no);
    api_step_end(&s, r, rc);
}

void res_measures_steps(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct measure_steps steps;
    struct api_step s;

    if (!measure_json_steps(q, &d, &steps, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, keep_measures_steps(s.service, &s.caller, &q->id, q->version, &steps, &s.version, &s.no));
}

void res_measures_end(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct api_step s;
    struct day today;

    if (!api_body(q, &d, v, FIELDS, r))
        return;
    day_in_france(&today, clock_now_us());
    if (day_compare(&v[ENDED_ON].day, &today) > 0) {
        api_refuse(&d, "", "ended_on", r);
        return;
    }
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r,
                 keep_measures_end(s.service, &s.caller, &q->id, q->version, v[CODE].s, &v[ENDED_ON].day, &s.version,
                                   &s.no));
}
