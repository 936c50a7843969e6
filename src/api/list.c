/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/list.h"

#include "api/query.h"

#include "base/banned.h"

static void put_items(struct buf *b, const struct list *l)
{
    const unsigned char *item = l->item;

    for (size_t i = 0; i < l->n; i++) {
        api_next_item(b, i);
        buf_u8(b, '{');
        l->put(b, item + i * l->size);
        buf_u8(b, '}');
    }
}

void list_put(struct buf *b, const char *name, const struct list *l)
{
    api_name(b, name);
    buf_u8(b, '[');
    put_items(b, l);
    buf_u8(b, ']');
}

void list_put_words(struct buf *b, const char *name, const char (*word)[WORD_MAX + 1], size_t n)
{
    api_name(b, name);
    buf_u8(b, '[');
    for (size_t i = 0; i < n; i++)
        buf_fmt(b, "%s\"%s\"", i == 0 ? "" : ",", word[i]); /* of a closed list: nothing to escape */
    buf_u8(b, ']');
}

void list_answer(struct reply *r, const struct list *l)
{
    api_open_list(&r->body);
    put_items(&r->body, l);
    api_close_list(&r->body);
    reply_ok(r, 200);
}

void list_answer_page(struct reply *r, const struct list *l, const char *next)
{
    api_open_list(&r->body);
    put_items(&r->body, l);
    api_close_page(&r->body, next);
    reply_ok(r, 200);
}

bool list_begin(struct api_step *s, void *ctx, const struct route_request *q, struct reply *r)
{
    struct page_cursor at;
    bool later;

    if (!query_page(q, &at.us, &at.id, &later, r))
        return false;
    api_step_begin(s, ctx, q);
    if (later) {
        s->at = at;
        s->after = &s->at;
    }
    return true;
}

const char *list_timed_next(const struct list_timed *l, char text[API_CURSOR])
{
    const void *us, *id;

    if (!l->more)
        return NULL;
    us = (const unsigned char *)l->us + (l->rows.n - 1) * l->rows.size;
    id = (const unsigned char *)l->id + (l->rows.n - 1) * l->rows.size;
    return api_cursor(text, *(const int64_t *)us, id);
}

void list_answer_timed(struct reply *r, const struct list_timed *l)
{
    char next[API_CURSOR];

    list_answer_page(r, &l->rows, list_timed_next(l, next));
}
