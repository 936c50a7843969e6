/* SPDX-License-Identifier: EUPL-1.2 */
/* What a person has of her own. A session is shown with where it was opened from, so that a strange one is noticed; the
 * id that names it opens nothing. A refused password change answers 401 without ending the session: its code tells the
 * two apart. */
#include "api/res_mine.h"

#include "api/api.h"
#include "app/change_password.h"
#include "app/own_sessions.h"
#include "app/reseal_member.h"
#include "base/err.h"

#include "base/banned.h"

enum { CURRENT, OTP, FRESH, FIELDS };

static const struct json_field fields[FIELDS] = {
    [CURRENT] = {"current_password", JSON_OPAQUE, true, 1, VAULT_PASSWORD},
    [OTP] = {"otp", JSON_DIGITS, true, 6, 6},
    [FRESH] = {"new_password", JSON_OPAQUE, true, 1, VAULT_PASSWORD},
};

static void put_session(struct buf *b, const struct own_session *s)
{
    buf_u8(b, '{');
    api_put_id(b, "id", &s->id);
    buf_u8(b, ',');
    api_put_time(b, "opened_at", s->opened_us);
    buf_u8(b, ',');
    api_put_time(b, "last_used_at", s->touched_us);
    buf_u8(b, ',');
    api_put_time(b, "expires_at", s->abs_until_us);
    buf_u8(b, ',');
    api_put_text(b, "address", s->claimed);
    buf_u8(b, ',');
    api_put_flag(b, "current", s->current);
    buf_u8(b, '}');
}

void res_mine_sessions(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct own_session list[OWN_SESSION_MAX];
    struct service_caller c;
    enum refusal no;
    size_t n;
    int rc;

    api_caller(&c, q);
    rc = own_sessions_list(a->service, &c, list, &n, &no);
    if (reply_outcome(r, rc, no)) {
        api_open_list(&r->body);
        for (size_t i = 0; i < n; i++) {
            api_next_item(&r->body, i);
            put_session(&r->body, &list[i]);
        }
        api_close_list(&r->body);
        reply_ok(r, 200);
    }
    service_caller_wipe(&c);
}

void res_mine_end_session(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct service_caller c;
    enum refusal no;
    int rc;

    api_caller(&c, q);
    rc = own_sessions_end(a->service, &c, &q->id, &no);
    if (reply_outcome(r, rc, no))
        reply_ok(r, 204);
    service_caller_wipe(&c);
}

void res_mine_password(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct service_caller c;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, fields, v, FIELDS, r))
        return;
    api_caller(&c, q);
    rc = change_password_do(a->service, &c,
                            &(struct change_password_in){.current = {v[CURRENT].s, v[CURRENT].n},
                                                         .otp = {v[OTP].s, v[OTP].n},
                                                         .password = {v[FRESH].s, v[FRESH].n}},
                            &no);
    if (reply_outcome(r, rc, no))
        reply_ok(r, 204);
    service_caller_wipe(&c);
}

static void put_waiting(struct buf *b, const struct unit_permit *p)
{
    buf_str(b, "{\"user\":{");
    api_put_id(b, "id", &p->account);
    buf_u8(b, ',');
    api_put_text(b, "login", p->login);
    buf_u8(b, ',');
    api_put_text(b, "name", p->name);
    buf_str(b, "},\"organisation\":{");
    api_put_id(b, "id", &p->org);
    buf_str(b, "},");
    api_put_time(b, "since", p->made_us);
    buf_u8(b, '}');
}

void res_mine_resealings(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct reseal_member_waiting out;
    struct service_caller c;
    enum refusal no;
    int rc;

    api_caller(&c, q);
    rc = reseal_member_list(a->service, &c, &out, &no);
    if (reply_outcome(r, rc, no)) {
        api_open_list(&r->body);
        for (size_t i = 0; i < out.n; i++) {
            api_next_item(&r->body, i);
            put_waiting(&r->body, &out.item[i]);
        }
        api_close_list(&r->body);
        reply_ok(r, 200);
    }
    reseal_member_release(&out);
    service_caller_wipe(&c);
}
