/* SPDX-License-Identifier: EUPL-1.2 */
/* The signed-in person: account, role, organisation, and until when the session lasts if nothing or something is
 * done. */
#include "api/res_me.h"

#include "api/api.h"
#include "api/shapes.h"
#include "app/whoami.h"

#include "base/banned.h"

static const struct json_field fields[] = {
    {"id", JSON_ID, true},
    {"login", JSON_LINE, true},
    {"name", JSON_LINE, true},
    {"role", JSON_CODE, true, .code = shapes_role},
    {"organisation", JSON_FIELDS, true, .of = &shapes_named},
    {"expires_at", JSON_TIME, true},
    {"idle_until", JSON_TIME, true},
    {"demonstration", JSON_FLAG, true},
};

const struct json_shape res_me_shape = JSON_SHAPE("Me", fields);

void res_me_put(struct buf *b, const struct session_info *who, bool demonstration)
{
    buf_u8(b, '{');
    api_put_id(b, "id", &who->account);
    api_put_text(b, "login", who->login);
    api_put_text(b, "name", who->name);
    api_put_text(b, "role", role_name(who->role));
    api_put_named(b, "organisation", &who->org, who->org_name);
    api_put_time(b, "expires_at", who->abs_until_us);
    api_put_time(b, "idle_until", who->idle_until_us);
    api_put_flag(b, "demonstration", demonstration);
    buf_u8(b, '}');
}

void res_me_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;
    struct session_info who;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, whoami_do(s.service, &s.caller, &who, &s.no))) {
        res_me_put(&r->body, &who, service_is_demonstration(s.service));
        reply_ok(r, 200);
    }
}
