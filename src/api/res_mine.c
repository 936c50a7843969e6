/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person has of her own. A session is shown with where it was opened from, so that a strange one is noticed; the
 * id that names it opens nothing. A refused password change answers 401 without ending the session: its code tells the
 * two apart. */
#include "api/res_mine.h"

#include "api/api.h"
#include "api/shapes.h"
#include "api/list.h"
#include "app/change_password.h"
#include "app/own_sessions.h"
#include "app/reseal_member.h"

#include "base/banned.h"

enum { CURRENT, OTP, FRESH, FIELDS };

static const struct json_field fields[FIELDS] = {
    [CURRENT] = {"current_password", JSON_OPAQUE, true, 1, VAULT_PASSWORD},
    [OTP] = {"otp", JSON_DIGITS, true, 6, 6},
    [FRESH] = {"new_password", JSON_OPAQUE, true, 1, VAULT_PASSWORD},
};
static const struct json_field session[] = {
    {"id", JSON_ID, true},        {"opened_at", JSON_TIME, true}, {"last_used_at", JSON_TIME, true},
    {"expires_at", JSON_TIME, true}, {"address", JSON_LINE, true},   {"current", JSON_FLAG, true},
};
static const struct json_field waiting[] = {
    {"user", JSON_FIELDS, true, .of = &shapes_user},
    {"organisation", JSON_FIELDS, true, .of = &shapes_id},
    {"since", JSON_TIME, true},
};

const struct json_shape res_mine_new_password = JSON_SHAPE("PasswordChange", fields);
const struct json_shape res_mine_session = JSON_SHAPE("OwnSession", session);
const struct json_shape res_mine_resealing = JSON_SHAPE("Resealing", waiting);

static void put_session(struct buf *b, const void *item)
{
    const struct own_session *s = item;

    api_put_id(b, "id", &s->id);
    api_put_time(b, "opened_at", s->opened_us);
    api_put_time(b, "last_used_at", s->touched_us);
    api_put_time(b, "expires_at", s->abs_until_us);
    api_put_text(b, "address", s->claimed);
    api_put_flag(b, "current", s->current);
}

void res_mine_sessions(void *ctx, const struct route_request *q, struct reply *r)
{
    struct own_session out[OWN_SESSION_MAX];
    struct api_step s;
    size_t n;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, own_sessions_list(s.service, &s.caller, out, &n, &s.no)))
        list_answer(r, &(struct list){out, n, sizeof out[0], put_session});
}

void res_mine_end_session(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, own_sessions_end);
}

void res_mine_password(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct api_step s;
    int rc;

    if (!api_body(q, &d, v, FIELDS, r))
        return;
    api_step_begin(&s, ctx, q);
    rc = change_password_do(s.service, &s.caller,
                            &(struct change_password_in){.current = {v[CURRENT].s, v[CURRENT].n},
                                                         .otp = {v[OTP].s, v[OTP].n},
                                                         .password = {v[FRESH].s, v[FRESH].n}},
                            &s.no);
    api_step_silent(&s, r, rc);
}

static void put_waiting(struct buf *b, const void *item)
{
    const struct unit_permit *p = item;

    api_put_user(b, &p->account, p->login, p->name);
    api_put_whose(b, "organisation", &p->org);
    api_put_time(b, "since", p->made_us);
}

void res_mine_resealings(void *ctx, const struct route_request *q, struct reply *r)
{
    struct reseal_member_waiting out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, reseal_member_list(s.service, &s.caller, &out, &s.no)))
        list_answer(r, &(struct list){out.item, out.n, sizeof *out.item, put_waiting});
    reseal_member_release(&out);
}
