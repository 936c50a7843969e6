/* SPDX-License-Identifier: EUPL-1.2 */
/* Sign-in over JSON. The token is given out once, here; the client keeps it and shows it as a Bearer. All refusals of
 * credentials are one answer, byte for byte. */
#include "api/res_sessions.h"

#include "api/api.h"
#include "api/res_me.h"
#include "app/sign_in.h"
#include "app/sign_out.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"

#include "base/banned.h"

enum { LOGIN, PASSWORD, OTP, FIELDS };

static const struct json_field fields[FIELDS] = {
    [LOGIN] = {"login", JSON_LINE, true, 1, SIGN_IN_LOGIN},
    [PASSWORD] = {"password", JSON_OPAQUE, true, 1, VAULT_PASSWORD},
    [OTP] = {"otp", JSON_DIGITS, true, 6, 6},
};
static const struct json_field opened[] = {
    {"token", JSON_LINE, true},
    {"expires_at", JSON_TIME, true},
    {"user", JSON_FIELDS, true, .of = &res_me_shape},
};

const struct json_shape res_sessions_new = JSON_SHAPE("SignIn", fields);
const struct json_shape res_sessions_opened = JSON_SHAPE("Session", opened);

static void put_session(struct buf *b, const struct sign_in_out *out, bool demonstration)
{
    char token[48];

    if (text_base64url(token, sizeof token, out->token, sizeof out->token) != ERR_OK) {
        b->failed = true;
        return;
    }
    buf_u8(b, '{');
    api_put_text(b, "token", token);
    api_put_time(b, "expires_at", out->who.abs_until_us);
    api_name(b, "user");
    res_me_put(b, &out->who, demonstration);
    buf_u8(b, '}');
    secret_wipe(token, sizeof token);
}

void res_sessions_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct sign_in_in in;
    struct sign_in_out out;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, v, FIELDS, r))
        return;
    in = (struct sign_in_in){.login = v[LOGIN].s, .login_n = v[LOGIN].n, .password = {v[PASSWORD].s, v[PASSWORD].n},
                             .otp = {v[OTP].s, v[OTP].n}, .claimed = q->address};
    rc = sign_in_do(a->service, &in, &out, &no);
    if (reply_outcome(r, rc, no)) {
        put_session(&r->body, &out, service_is_demonstration(a->service));
        reply_ok(r, 201);
    }
    api_say_when(a, q, &v[LOGIN], r);
    secret_wipe(&out, sizeof out);
}

void res_sessions_end_current(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;

    api_step_begin(&s, ctx, q);
    api_step_silent(&s, r, sign_out_do(s.service, &s.caller, &s.no));
}
