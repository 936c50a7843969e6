/* SPDX-License-Identifier: EUPL-1.2 */
/* The end of the work over JSON. */
#include "api/res_attest.h"

#include "api/api.h"
#include "app/attest.h"
#include "base/clock.h"
#include "base/err.h"

#include "base/banned.h"

static const struct json_field on[] = {{"on", JSON_DAY, true, 0, 0}};
static const struct json_field attested[] = {{"version", JSON_INT, true}, {"minutes", JSON_INT, true}};

const struct json_shape res_attest_new = JSON_SHAPE("NewAttestation", on);
const struct json_shape res_attest_made = JSON_SHAPE("Attestation", attested);

void res_attest_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct attest_in in = {.key = q->key, .request = {q->body, q->body_n}, .placement = q->id, .expected = q->version};
    struct attest_out out;
    struct api_step s;
    struct json_value v;
    struct day today;

    if (!api_body(q, &d, &v, 1, r))
        return;
    day_in_france(&today, clock_now_us());
    if (day_compare(&v.day, &today) > 0) {
        api_refuse(&d, "", "on", r);
        return;
    }
    in.on = v.day;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, attest_do(s.service, &s.caller, &in, &out, &s.no))) {
        buf_u8(&r->body, '{');
        api_put_int(&r->body, "version", out.version);
        api_put_int(&r->body, "minutes", out.minutes);
        buf_u8(&r->body, '}');
        r->version = out.version;
        reply_ok(r, 200);
    }
}
