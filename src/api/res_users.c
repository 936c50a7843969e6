/* SPDX-License-Identifier: EUPL-1.2 */
/* Accounts over JSON. An activation code is in exactly one answer, that of the request that made it: who lost it
 * invites again. The cursor of the list is a login, which is no secret to who reads the list. */
#include "api/res_users.h"

#include <string.h>

#include "api/api.h"
#include "api/shapes.h"
#include "api/list.h"
#include "api/query.h"
#include "app/ask_officers.h"
#include "app/create_user.h"
#include "app/list_users.h"
#include "app/set_user_state.h"
#include "base/secret.h"

#include "base/banned.h"

enum { LOGIN, NAME, ROLE, ORGANISATION, FIELDS };

static const struct json_field fields[FIELDS] = {
    [LOGIN] = {"login", JSON_LINE, true, 2, 63},
    [NAME] = {"name", JSON_LINE, true, 1, 200},
    [ROLE] = {"role", JSON_CODE, true, .code = shapes_role},
    [ORGANISATION] = {"organisation", JSON_ID, true, 0, 0},
};

static const struct json_field query[] = {{"after", JSON_LINE, false, 2, 63}};

static const char *settable_state(size_t i)
{
    return i < 2 ? shapes_account_state(i + 1) : NULL; /* nobody is invited by a state */
}

static const struct json_field state_field[] = {{"state", JSON_CODE, true, .code = settable_state}};

static const char *kind_of_organisation(size_t i)
{
    return i + ORGANISATION_NONE + 1 < ORGANISATION_COUNT
               ? organisation_name((enum organisation_kind)(i + ORGANISATION_NONE + 1))
               : NULL;
}

static const struct json_field organisation[] = {
    {"id", JSON_ID, true}, {"name", JSON_LINE, true}, {"kind", JSON_CODE, true, .code = kind_of_organisation}};
static const struct json_shape organisation_shape = JSON_SHAPE("Organisation", organisation);
static const struct json_field user_fields[] = {
    {"id", JSON_ID, true},
    {"login", JSON_LINE, true},
    {"name", JSON_LINE, true},
    {"role", JSON_CODE, true, .code = shapes_role},
    {"state", JSON_CODE, true, .code = shapes_account_state},
    {"organisation", JSON_FIELDS, true, .of = &organisation_shape},
    {"created_at", JSON_TIME, true},
};
static const struct json_field stated[] = {{NULL, JSON_ALSO, .of = &res_users_item}, {"open_cases", JSON_INT, true}};
static const struct json_field invited[] = {{"id", JSON_ID, true}, {NULL, JSON_ALSO, .of = &shapes_code}};
static const struct json_field ended_fields[] = {{"ended", JSON_INT, true}};

const struct json_shape res_users_new = JSON_SHAPE("NewUser", fields);
const struct json_shape res_users_state = JSON_SHAPE("UserState", state_field);
const struct json_shape res_users_query = JSON_SHAPE(NULL, query);
const struct json_shape res_users_item = JSON_SHAPE("User", user_fields);
const struct json_shape res_users_stated = JSON_SHAPE("UserAfterState", stated);
const struct json_shape res_users_invited = JSON_SHAPE("Invitation", invited);
const struct json_shape res_users_ended = JSON_SHAPE("EndedSessions", ended_fields);

static void put_user(struct buf *b, const void *item)
{
    const struct user *u = item;

    api_put_id(b, "id", &u->id);
    api_put_text(b, "login", u->login);
    api_put_text(b, "name", u->name);
    api_put_text(b, "role", role_name(u->role));
    api_put_text(b, "state", u->state);
    api_open(b, "organisation");
    api_put_id(b, "id", &u->org);
    api_put_text(b, "name", u->org_name);
    api_put_text(b, "kind", organisation_name(u->org_kind));
    buf_u8(b, '}');
    api_put_time(b, "created_at", u->created_us);
}

void res_users_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_users_out out;
    struct api_step s;
    const char *after;
    struct query f;

    query_init(&f, q);
    after = query_text(&f, "after");
    f.bad = f.bad || (after != NULL && !create_user_login_fits(after, strlen(after)));
    if (!query_end(&f, r))
        return;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, list_users_do(s.service, &s.caller, after == NULL ? "" : after, &out, &s.no)))
        list_answer_page(r, &(struct list){out.item, out.n, sizeof *out.item, put_user},
                         out.more ? out.item[out.n - 1].login : NULL);
    list_users_release(&out);
}

static bool read_new(struct json_doc *d, const struct route_request *q, struct create_user_in *in, struct reply *r)
{
    struct json_value v[FIELDS];

    if (!api_body(q, d, v, FIELDS, r))
        return false;
    *in = (struct create_user_in){.key = q->key, .request = {q->body, q->body_n}, .login = v[LOGIN].s,
                                  .name = v[NAME].s, .role = role_parse(v[ROLE].s, v[ROLE].n),
                                  .org = v[ORGANISATION].id};
    if (!create_user_login_fits(v[LOGIN].s, v[LOGIN].n))
        return api_refuse(d, "", "login", r);
    return create_user_name_fits(v[NAME].s, v[NAME].n) || api_refuse(d, "", "name", r);
}

void res_users_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct create_user_in in;
    struct create_user_out out;
    struct api_step s;

    if (!read_new(&d, q, &in, r))
        return;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, create_user_do(s.service, &s.caller, &in, &out, &s.no))) {
        buf_u8(&r->body, '{');
        api_put_id(&r->body, "id", &out.id);
        api_put_code(&r->body, &out.code);
        buf_u8(&r->body, '}');
        reply_ok(r, 201);
    }
    secret_wipe(&out, sizeof out);
}

void res_users_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;
    struct user user;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, list_users_one(s.service, &s.caller, &q->id, &user, &s.no))) {
        buf_u8(&r->body, '{');
        put_user(&r->body, &user);
        buf_u8(&r->body, '}');
        reply_ok(r, 200);
    }
}

void res_users_set_state(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct set_user_state_out out;
    struct api_step s;
    int rc;

    if (!api_body(q, &d, v, 1, r))
        return;
    api_step_begin(&s, ctx, q);
    rc = set_user_state_do(s.service, &s.caller, &q->id, strcmp(v[0].s, "disabled") == 0, &out, &s.no);
    if (api_step_done(&s, r, rc)) {
        buf_u8(&r->body, '{');
        put_user(&r->body, &out.user);
        api_put_int(&r->body, "open_cases", out.open_cases);
        buf_u8(&r->body, '}');
        reply_ok(r, 200);
    }
}

void res_users_invite(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;
    struct acting_code code;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, create_user_again(s.service, &s.caller, &q->id, &code, &s.no))) {
        buf_u8(&r->body, '{');
        api_put_id(&r->body, "id", &q->id);
        api_put_code(&r->body, &code);
        buf_u8(&r->body, '}');
        reply_ok(r, 201);
    }
    secret_wipe(&code, sizeof code);
}

void res_users_reset(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;
    struct uuid id;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, ask_officers_reset(s.service, &s.caller, &q->id, &id, &s.no)))
        api_made(r, &id);
}

void res_users_end_sessions(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;
    int32_t ended = 0;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, set_user_state_end_sessions(s.service, &s.caller, &q->id, &ended, &s.no))) {
        buf_fmt(&r->body, "{\"ended\":%d}", (int)ended);
        reply_ok(r, 200);
    }
}
