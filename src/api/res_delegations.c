/* SPDX-License-Identifier: EUPL-1.2 */
/* Delegations of signature over JSON. The cursor of a page is instant and id of its last delegation. */
#include "api/res_delegations.h"

#include "api/api.h"
#include "api/list.h"
#include "app/delegate.h"

#include "base/banned.h"

enum { DELEGATE, FIRST, LAST, OWN, FIELDS };

static const struct json_field fields[FIELDS] = {
    [DELEGATE] = {"delegate", JSON_ID, true, 0, 0},
    [FIRST] = {"first_day", JSON_DAY, true, 0, 0},
    [LAST] = {"last_day", JSON_DAY, true, 0, 0},
    [OWN] = {"own_cases", JSON_FLAG, false, 0, 0},
};
static const struct json_field item_fields[] = {
    {"id", JSON_ID, true},
    {"unit", JSON_ID, true},
    {"given_by", JSON_ID, true},
    {NULL, JSON_ALSO, .of = &res_delegations_new},
    {"created_at", JSON_TIME, true},
    {"revoked_at", JSON_TIME},
    {"revoked_by", JSON_ID},
};

const struct json_shape res_delegations_new = JSON_SHAPE("NewDelegation", fields);
const struct json_shape res_delegations_item = JSON_SHAPE("Delegation", item_fields);

static void put_delegation(struct buf *b, const void *item)
{
    const struct delegation *d = item;

    api_put_id(b, "id", &d->id);
    api_put_id(b, "unit", &d->unit);
    api_put_id(b, "delegate", &d->delegate);
    api_put_id(b, "given_by", &d->given_by);
    api_put_day_or_null(b, "first_day", &d->first_day);
    api_put_day_or_null(b, "last_day", &d->last_day);
    api_put_flag(b, "own_cases", d->own_cases);
    api_put_time(b, "created_at", d->created_us);
    api_put_time_or_null(b, "revoked_at", d->revoked_us);
    api_put_id_or_null(b, "revoked_by", &d->revoked_by);
}

void res_delegations_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct delegate_out out;
    struct api_step s;

    if (!list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, delegate_list(s.service, &s.caller, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_delegation, created_us, id));
}

void res_delegations_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct delegate_in in = {.key = q->key, .request = {q->body, q->body_n}};
    struct api_step s;

    if (!api_body(q, &d, v, FIELDS, r))
        return;
    in.delegation = (struct delegation_new){v[DELEGATE].id, v[FIRST].day, v[LAST].day, v[OWN].flag};
    if (day_compare(&in.delegation.last_day, &in.delegation.first_day) < 0) {
        api_refuse(&d, "", "last_day", r);
        return;
    }
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, delegate_new(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_delegations_end(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, delegate_end);
}
