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
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct service_caller c;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, v, 1, r))
        return;
    api_caller(&c, q);
    rc = run_post_suspend(a->service, &c, &q->id, v[0].s, &no);
    if (reply_outcome(r, rc, no))
        reply_ok(r, 204);
    service_caller_wipe(&c);
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
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct run_post_closure in;
    struct asking_made made;
    struct service_caller c;
    enum refusal no;
    int rc;

    if (!read_closure(&d, q, &in, r))
        return;
    api_caller(&c, q);
    rc = run_post_close_days(a->service, &c, &in, &made, &no);
    if (reply_outcome(r, rc, no))
        api_made(r, &made.id);
    service_caller_wipe(&c);
}

void res_post_life_bar(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    const char *families[POST_BARS];
    struct service_caller c;
    enum refusal no;
    size_t n;
    int rc;

    if (!api_body(q, &d, v, 1, r))
        return;
    n = json_codes(&bars[0], &v[0], families);
    api_caller(&c, q);
    rc = run_post_bar(a->service, &c, &q->id, families, n, &no);
    if (reply_outcome(r, rc, no))
        reply_ok(r, 204);
    service_caller_wipe(&c);
}
