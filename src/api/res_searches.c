/* SPDX-License-Identifier: EUPL-1.2 */
/* Kept searches over JSON. Reading changes nothing: what is new stays so until its owner says up to where she has seen
 * it, by the as_of that she was told before she read. */
#include "api/res_searches.h"

#include "api/api.h"
#include "api/list.h"
#include "api/post_filter_json.h"
#include "api/query.h"
#include "api/res_posts.h"
#include "app/keep_searches.h"

#include "base/banned.h"

enum { NAME, FILTER, FIELDS = FILTER + POST_FILTER_JSON_FIELDS };

static const struct json_field fields[FIELDS] = {{"name", JSON_LINE, true, 1, SEARCH_NAME}, POST_FILTER_JSON_BODY};
static const struct json_field item_fields[] = {
    {"id", JSON_ID, true},
    {"name", JSON_LINE, true},
    {NULL, JSON_ALSO, .of = &post_filter_json_shape},
    {"commune_known", JSON_FLAG, true},
    {"new", JSON_INT, true},
    {"as_of", JSON_INT, true},
    {"version", JSON_INT, true},
};
static const struct json_field looked[] = {{"as_of", JSON_INT, true, 0, INT64_MAX}};
static const struct json_field page[] = {POST_FILTER_JSON_PAGE};
static const struct json_field post_fields[] = {
    {NULL, JSON_ALSO, .of = &res_posts_found},
    {"new", JSON_FLAG, true},
};

const struct json_shape res_searches_new = JSON_SHAPE("NewSearch", fields);
const struct json_shape res_searches_item = JSON_SHAPE("Search", item_fields);
const struct json_shape res_searches_looked = JSON_SHAPE("SearchSeen", looked);
const struct json_shape res_searches_page = JSON_SHAPE(NULL, page);
const struct json_shape res_searches_post = JSON_SHAPE("PostOfSearch", post_fields);

static void put_search(struct buf *b, const void *item)
{
    const struct search *s = item;

    api_put_id(b, "id", &s->id);
    api_put_text(b, "name", s->name);
    post_filter_json_put(b, &s->filter);
    api_put_flag(b, "commune_known", s->known);
    api_put_int(b, "new", s->news);
    api_put_int(b, "as_of", s->as_of);
    api_put_int(b, "version", s->version);
}

void res_searches_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct keep_searches_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, keep_searches_list(s.service, &s.caller, NULL, &out, &s.no)))
        list_answer(r, &(struct list){out.item, out.n, sizeof out.item[0], put_search});
}

void res_searches_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct keep_searches_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (!api_step_done(&s, r, keep_searches_list(s.service, &s.caller, &q->id, &out, &s.no)))
        return;
    buf_u8(&r->body, '{');
    put_search(&r->body, &out.item[0]);
    buf_u8(&r->body, '}');
    r->version = out.item[0].version;
    reply_ok(r, 200);
}

/* v: FIELDS of them, which in points into. */
static bool read_body(const struct route_request *q, struct json_doc *d, struct json_value *v,
                      struct keep_searches_in *in, struct reply *r)
{
    if (!api_body(q, d, v, FIELDS, r))
        return false;
    in->name = v[NAME].s;
    return post_filter_json_take(&v[FILTER], &in->filter) || api_refuse(d, "", "within", r);
}

void res_searches_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct keep_searches_in in;
    struct api_step s;

    if (!read_body(q, &d, v, &in, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, keep_searches_new(s.service, &s.caller, &q->key, (struct vault_bytes){q->body, q->body_n},
                                           &in, &s.made, &s.no));
}

void res_searches_put(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct keep_searches_in in;
    struct api_step s;

    if (!read_body(q, &d, v, &in, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, keep_searches_put(s.service, &s.caller, &q->id, q->version, &in, &s.version, &s.no));
}

void res_searches_drop(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, keep_searches_drop);
}

void res_searches_seen(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct api_step s;

    if (!api_body(q, &d, v, 1, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_silent(&s, r, keep_searches_seen(s.service, &s.caller, &q->id, v[0].i, &s.no));
}

static void put_post(struct buf *b, const void *item)
{
    const struct post *p = item;

    res_posts_put_found(b, p);
    api_put_flag(b, "new", p->fresh_find);
}

void res_searches_posts(void *ctx, const struct route_request *q, struct reply *r)
{
    struct post_page of = {0};
    struct page_cursor cursor;
    struct list_posts_out out;
    char next[API_CURSOR];
    struct api_step s;
    struct query f;

    query_init(&f, q);
    post_filter_json_page(&f, &of, &cursor);
    if (!query_end(&f, r))
        return;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, keep_searches_posts(s.service, &s.caller, &q->id, &of, &out, &s.no))) {
        const struct post *last = out.more ? &out.item[out.n - 1] : NULL;

        list_answer_page(r, &(struct list){out.item, out.n, sizeof *out.item, put_post},
                         last == NULL ? NULL : api_cursor(next, post_order(last, of.nearest_first), &last->id));
    }
    list_posts_release(&out);
}
