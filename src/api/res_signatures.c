/* SPDX-License-Identifier: EUPL-1.2 */
/* The decision over JSON. It names the version that was read, so a second one of the same is refused. */
#include "api/res_signatures.h"

#include "api/api.h"
#include "api/placing_json.h"
#include "api/profile_facts.h"
#include "api/shapes.h"
#include "api/warning_json.h"
#include "app/sign_placement.h"
#include "base/err.h"

#include "base/banned.h"

static const struct json_field signed_fields[] = {
    {NULL, JSON_ALSO, .of = &shapes_changed},
    {"last_day", JSON_DAY},
    {"load", JSON_FIELDS, .of = &warning_json_load_shape},
    {"warnings", JSON_ITEMS, true, .of = &warning_json_shape},
};

const struct json_shape res_signatures_signed = JSON_SHAPE("SignedPlacement", signed_fields);

static void say_why(struct reply *r, const struct sign_placement_out *out)
{
    if (r->refusal != REFUSAL_RULE)
        return;
    if (out->other_authority)
        placing_json_rule(&r->more, "A-01", "la décision revient au magistrat ou à la PJJ");
    else
        placing_json_rules(&r->more, &out->fit, &out->broken);
}

void res_signatures_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct sign_placement_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, sign_placement_do(s.service, &s.caller, &q->id, q->version, profile_facts_read, &out,
                                               &s.no))) {
        buf_u8(&r->body, '{');
        api_put_int(&r->body, "version", out.version);
        api_put_day_or_null(&r->body, "last_day", &out.last_day);
        warning_json_load(&r->body, "load", &out.fit);
        warning_json_put(&r->body, &out.fit);
        buf_u8(&r->body, '}');
        r->version = out.version;
        reply_ok(r, 200);
    } else {
        say_why(r, &out);
    }
}
