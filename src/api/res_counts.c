/* SPDX-License-Identifier: EUPL-1.2 */
/* Counts over JSON. A number of people that is not told is null or not there. The cursor of posts is the id of the last
 * one shown. */
#include "api/res_counts.h"

#include "api/api.h"
#include "api/list.h"
#include "api/match_json.h"
#include "api/query.h"
#include "api/shapes.h"
#include "app/read_counts.h"
#include "base/err.h"

#include "base/banned.h"

#define SENTENCE 200

static const struct json_field query[] = {{"after", JSON_ID}};
static const struct json_field need[] = {
    {"area", JSON_LINE, true},
    {"slot", JSON_CODE, true, .words = WORD_SLOT_KIND},
    {"family", JSON_CODE, .words = WORD_TASK_FAMILY},
    {"others", JSON_FLAG, true},
    {"people", JSON_INT, true},
};
static const struct json_field fill[] = {
    {"family", JSON_CODE, true, .words = WORD_TASK_FAMILY},
    {"posts", JSON_INT, true},
    {"places", JSON_INT, true},
    {"people", JSON_INT},
};
static const struct json_field room[] = {
    {"area", JSON_LINE, true},
    {"slot", JSON_CODE, true, .words = WORD_SLOT_KIND},
    {"public", JSON_CODE, true, .words = WORD_PUBLIC},
    {"family", JSON_CODE, true, .words = WORD_TASK_FAMILY},
    {"posts", JSON_INT, true},
};
static const struct json_field why[] = {{NULL, JSON_ALSO, .of = &match_json_rule_shape}};
static const struct json_shape why_shape = JSON_SHAPE("WhyNotCounted", why);
static const struct json_field post_fields[] = {
    {"post", JSON_ID, true},
    {"title", JSON_LINE, true},
    {"host", JSON_FIELDS, true, .of = &shapes_named},
    {"state", JSON_CODE, true, .words = WORD_POST_STATE},
    {"places", JSON_INT, true},
    {"confirmed_on", JSON_DAY},
    {"counts", JSON_FLAG, true},
    {"next_day", JSON_DAY},
    {"why", JSON_FIELDS, .of = &why_shape},
    {"dormant", JSON_FLAG, true},
};

const struct json_shape res_counts_posts_query = JSON_SHAPE(NULL, query);
const struct json_shape res_counts_need = JSON_SHAPE("UnmetNeed", need);
const struct json_shape res_counts_family = JSON_SHAPE("FamilyFill", fill);
const struct json_shape res_counts_room = JSON_SHAPE("FreePosts", room);
const struct json_shape res_counts_post = JSON_SHAPE("PostUse", post_fields);

static void put_need(struct buf *b, const void *item)
{
    const struct count_need *n = item;

    api_put_text(b, "area", n->area);
    api_put_text(b, "slot", n->slot);
    api_put_text_or_null(b, "family", n->family);
    api_put_flag(b, "others", n->others);
    api_put_int(b, "people", n->people);
}

static void put_fill(struct buf *b, const void *item)
{
    const struct count_fill *f = item;

    api_put_text(b, "family", f->family);
    api_put_int(b, "posts", f->posts);
    api_put_int(b, "places", f->places);
    api_put_int_or_null(b, "people", f->told, f->people);
}

static void put_room(struct buf *b, const void *item)
{
    const struct count_room *r = item;

    api_put_text(b, "area", r->area);
    api_put_text(b, "slot", r->slot);
    api_put_text(b, "public", r->public);
    api_put_text(b, "family", r->family);
    api_put_int(b, "posts", r->posts);
}

/* Of the post by itself; nothing else has a sentence. */
static void put_why(struct buf *b, const char *code)
{
    enum match_rule rule = explain_post_rule(code);
    struct buf sentence SCOPED_BUF;

    if (rule == MATCH_FITS) {
        api_put_null(b, "why");
        return;
    }
    buf_init(&sentence, SENTENCE);
    explain_post(&sentence, rule);
    api_open(b, "why");
    api_put_text(b, "rule", code);
    api_put_text(b, "rule_id", outcome_rule_id(rule, false));
    api_put_text(b, "sentence", buf_cstr(&sentence));
    buf_u8(b, '}');
}

static void put_post(struct buf *b, const void *item)
{
    const struct count_post *p = item;

    api_put_id(b, "post", &p->id);
    api_put_text(b, "title", p->title);
    api_put_named(b, "host", &p->host, p->host_name);
    api_put_text(b, "state", p->state);
    api_put_int(b, "places", p->places);
    api_put_day_or_null(b, "confirmed_on", &p->confirmed_on);
    api_put_flag(b, "counts", p->counts);
    api_put_day_or_null(b, "next_day", &p->next_day);
    put_why(b, p->why);
    api_put_flag(b, "dormant", p->dormant);
}

static void answer(void *ctx, const struct route_request *q, struct reply *r, size_t size,
                   void (*put)(struct buf *, const void *),
                   int (*ask)(struct service *, const struct service_caller *, struct read_counts_out *,
                              enum refusal *))
{
    struct read_counts_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, ask(s.service, &s.caller, &out, &s.no)))
        list_answer(r, &(struct list){out.item, out.n, size, put});
    read_counts_release(&out);
}

void res_counts_needs(void *ctx, const struct route_request *q, struct reply *r)
{
    answer(ctx, q, r, sizeof(struct count_need), put_need, read_counts_needs);
}

void res_counts_fill(void *ctx, const struct route_request *q, struct reply *r)
{
    answer(ctx, q, r, sizeof(struct count_fill), put_fill, read_counts_fill);
}

void res_counts_rooms(void *ctx, const struct route_request *q, struct reply *r)
{
    answer(ctx, q, r, sizeof(struct count_room), put_room, read_counts_rooms);
}

void res_counts_posts(void *ctx, const struct route_request *q, struct reply *r)
{
    struct read_counts_out out;
    struct api_step s;
    struct query f;
    struct uuid after;
    char next[UUID_TEXT + 1];
    const struct uuid *later;

    query_init(&f, q);
    later = query_id(&f, "after", &after);
    if (!query_end(&f, r))
        return;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, read_counts_posts(s.service, &s.caller, later, &out, &s.no))) {
        const struct count_post *post = out.item;

        if (out.more)
            uuid_format(&post[out.n - 1].id, next);
        list_answer_page(r, &(struct list){post, out.n, sizeof *post, put_post}, out.more ? next : NULL);
    }
    read_counts_release(&out);
}
