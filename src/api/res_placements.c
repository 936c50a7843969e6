/* SPDX-License-Identifier: EUPL-1.2 */
/* Placements over JSON. The cursor of a page is instant and id of its last placement. */
#include "api/res_placements.h"

#include <stdlib.h>

#include "api/api.h"
#include "api/list.h"
#include "api/placement_json.h"
#include "api/placement_sheet.h"
#include "api/query.h"
#include "app/list_placements.h"
#include "app/name_placements.h"
#include "base/err.h"
#include "domain/word.h"

#include "base/banned.h"

static const struct json_field query[] = {
    {"after", JSON_CURSOR},
    {"case", JSON_ID},
    {"measure", JSON_ID},
    {"post", JSON_ID},
    {"host", JSON_ID},
    {"state", JSON_CODE, .words = WORD_PLACEMENT_STATE},
    {"names", JSON_YES},
};
static const struct json_field named[] = {
    {NULL, JSON_ALSO, .of = &placement_json_item},
    {"contact", JSON_FIELDS, .of = &placement_sheet_contact_shape, .some = true},
    {"integrity", JSON_FLAG, true, .some = true},
};

const struct json_shape res_placements_list_query = JSON_SHAPE(NULL, query);
const struct json_shape res_placements_item = JSON_SHAPE("ListedPlacement", named);

/* What a filter points to. */
struct narrow {
    struct placement_filter filter;
    struct uuid case_id, measure, post, host;
    bool names; /* of whom: opened for who welcomes them and for who follows them */
};

/* People of a host have neither case nor measure, and find nothing by them. */
static bool read_filter(const struct route_request *q, struct narrow *w, struct reply *r)
{
    struct placement_filter *f = &w->filter;
    struct query fields;

    query_init(&fields, q);
    f->case_id = query_id(&fields, "case", &w->case_id);
    f->measure = query_id(&fields, "measure", &w->measure);
    f->post = query_id(&fields, "post", &w->post);
    f->host = query_id(&fields, "host", &w->host);
    f->state = query_code(&fields, "state");
    w->names = query_true(&fields, "names");
    if (w->names && q->role != ROLE_COUNSELLOR && !placement_json_is_host(q->role))
        fields.bad = true;
    if (placement_json_is_host(q->role) && (f->case_id != NULL || f->measure != NULL))
        fields.bad = true;
    return query_end(&fields, r);
}

/* "contact":{…}: null where none was given, or where it is not what was sealed. */
static void put_contact(struct buf *b, const struct name_placements_out *names, size_t i)
{
    const struct vault_bytes *c = &names->contact[i];
    bool sound = api_put_opened(b, "contact", c->p, c->n, placement_sheet_put_contact);

    api_put_flag(b, "integrity", sound || !names->there[i]);
}

static void put_page(struct reply *r, const struct list_placements_out *out, const struct name_placements_out *names,
                     enum role reader)
{
    char next[API_CURSOR];

    api_open_list(&r->body);
    for (size_t i = 0; i < out->n; i++) {
        api_next_item(&r->body, i);
        buf_u8(&r->body, '{');
        placement_json_put(&r->body, &out->item[i], reader);
        if (names != NULL)
            put_contact(&r->body, names, i);
        buf_u8(&r->body, '}');
    }
    api_close_page(&r->body, list_timed_next(&LIST_TIMED(*out, NULL, proposed_us, id), next));
    reply_ok(r, 200);
}

void res_placements_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_placements_out out;
    struct name_placements_out names = {0};
    struct narrow w = {0};
    struct api_step s;
    int rc;

    if (!read_filter(q, &w, r) || !list_begin(&s, ctx, q, r))
        return;
    w.filter.after = s.after;
    rc = list_placements_do(s.service, &s.caller, &w.filter, &out, &s.no);
    if (rc == ERR_OK && s.no == REFUSAL_NONE && w.names)
        rc = name_placements_do(s.service, &s.caller, out.item, out.n, &names, &s.no);
    if (api_step_done(&s, r, rc))
        put_page(r, &out, w.names ? &names : NULL, q->role);
    name_placements_release(&names);
    list_placements_release(&out);
}

void res_placements_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_placements_whole *out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, list_placements_one(s.service, &s.caller, &q->id, &out, &s.no))) {
        placement_json_put_whole(&r->body, out, q->role);
        r->version = out->placement.version;
        reply_ok(r, 200);
    }
    free(out);
}
