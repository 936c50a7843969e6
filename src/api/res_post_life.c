/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose side a stop is on follows from who asks, so no body says it. A suspension, a confirmation and bars have no
 * id of their own: saying them again changes nothing. */
#include "api/res_post_life.h"

#include "api/api.h"
#include "app/run_post.h"

#include "base/banned.h"

enum { FIRST, LAST, REASON, CLOSURE };

static const struct json_field stop[] = {{"reason", JSON_LINES, true, 1, 1000}};
static const struct json_field closure[CLOSURE] = {
    [FIRST] = {"first", JSON_DAY, true, 0, 0},
    [LAST] = {"last", JSON_DAY, true, 0, 0},
    [REASON] = {"reason", JSON_LINE, false, 0, 300},
};
static const struct json_field bars[] = {{"families", JSON_CODES, true, 0, POST_BARS, .words = WORD_OFFENCE_FAMILY}};

const struct json_shape res_post_life_stop = JSON_SHAPE("PostStop", stop);
const struct json_shape res_post_life_closure = JSON_SHAPE("NewClosure", closure);
const struct json_shape res_post_life_bars = JSON_SHAPE("Bars", bars);

void res_post_life_confirm(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, run_post_confirm);
}

void res_post_life_resume(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, run_post_resume);
}

void res_post_life_open_days(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, run_post_open_days);
}

void res_post_life_suspend(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct api_step s;

    if (!api_body(q, &d, v, 1, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_silent(&s, r, run_post_suspend(s.service, &s.caller, &q->id, v[0].s, &s.no));
}

static bool read_closure(struct json_doc *d, const struct route_request *q, struct run_post_closure *in,
                         struct reply *r)
{
    struct json_value v[CLOSURE];

    if (!api_body(q, d, v, CLOSURE, r))
        return false;
    *in = (struct run_post_closure){.key = q->key, .request = {q->body, q->body_n}, .post = q->id,
                                    .days = {v[FIRST].day, v[LAST].day, api_text(&v[REASON])}};
    return day_compare(&in->days.first, &in->days.last) <= 0 || api_refuse(d, "", "last", r);
}

void res_post_life_close_days(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct run_post_closure in;
    struct api_step s;

    if (!read_closure(&d, q, &in, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, run_post_close_days(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_post_life_bar(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    const char *families[POST_BARS];
    struct api_step s;
    size_t n;

    if (!api_body(q, &d, v, 1, r))
        return;
    n = json_codes(&bars[0], &v[0], families);
    api_step_begin(&s, ctx, q);
    api_step_silent(&s, r, run_post_bar(s.service, &s.caller, &q->id, families, n, &s.no));
}
