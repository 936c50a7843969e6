/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose side a stop is on follows from who asks, so no body says it. A suspension, a confirmation and bars have no
 * id of their own: saying them again changes nothing. */
#include "api/res_post_life.h"

#include "api/api.h"
#include "app/run_post.h"

#include "base/banned.h"

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
    static const struct json_field fields[1] = {{"reason", JSON_LINES, true, 1, 1000}};
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct service_caller c;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, fields, v, 1, r))
        return;
    api_caller(&c, q);
    rc = run_post_suspend(a->service, &c, &q->id, v[0].s, &no);
    if (reply_outcome(r, rc, no))
        reply_ok(r, 204);
    service_caller_wipe(&c);
}

enum { FIRST, LAST, REASON, CLOSURE };

static bool read_closure(struct json_doc *d, const struct route_request *q, struct run_post_closure *in,
                         struct reply *r)
{
    static const struct json_field fields[CLOSURE] = {
        [FIRST] = {"first", JSON_DAY, true, 0, 0},
        [LAST] = {"last", JSON_DAY, true, 0, 0},
        [REASON] = {"reason", JSON_LINE, false, 0, 300},
    };
    struct json_value v[CLOSURE];

    if (!api_body(q, d, fields, v, CLOSURE, r))
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
    static const struct json_field fields[1] = {{"families", JSON_WORDS, true, 0, POST_BARS}};
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    const char *families[POST_BARS];
    struct service_caller c;
    enum refusal no;
    size_t n;
    int rc;

    if (!api_body(q, &d, fields, v, 1, r) ||
        !api_words(&d, &v[0], "/families", WORD_OFFENCE_FAMILY, families, &n, r))
        return;
    api_caller(&c, q);
    rc = run_post_bar(a->service, &c, &q->id, families, n, &no);
    if (reply_outcome(r, rc, no))
        reply_ok(r, 204);
    service_caller_wipe(&c);
}
