/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists of objects: within an answer, or as the answer itself, whole or in pages. */
#ifndef JALON_API_LIST_H
#define JALON_API_LIST_H

#include <stddef.h>

#include "api/api.h"
#include "base/buf.h"
#include "domain/word.h"
#include "http/reply.h"

/* n items in a row, size bytes each. put writes the members of one, without the braces. */
struct list {
    const void *item;
    size_t n;
    size_t size;
    void (*put)(struct buf *b, const void *item);
};

/* "name":[{...},{...}] */
void list_put(struct buf *b, const char *name, const struct list *l);
/* "name":["word",...], of codes of a closed list */
void list_put_words(struct buf *b, const char *name, const char (*word)[WORD_MAX + 1], size_t n);
/* 200 {"items":[...]} */
void list_answer(struct reply *r, const struct list *l);
/* 200 {"items":[...],"next":"..."}; next is the cursor of the last item, NULL when none is behind it. */
void list_answer_page(struct reply *r, const struct list *l, const char *next);

/* A page in the order of an instant and an id, whose cursor they are. us and id are those of the first item; those of
 * the last one lie as far behind as it does. */
struct list_timed {
    struct list rows;
    bool more; /* there are items behind the last one */
    const int64_t *us;
    const struct uuid *id;
};

/* Of an answer of app that has item, n and more; us and id are members of an item. */
#define LIST_TIMED(out, put, us, id)                                                                                   \
    ((struct list_timed){{(out).item, (out).n, sizeof *(out).item, put}, (out).more, &(out).item->us, &(out).item->id})

/* Begins a step for such a page: its after is where the field "after" of the query says, NULL: on the first page. Other
 * fields are the caller's to look at, before. false: nothing has begun, r says why not. */
bool list_begin(struct api_step *s, void *ctx, const struct route_request *q, struct reply *r);
/* The cursor of the last item, in text, or NULL when none is behind it. */
const char *list_timed_next(const struct list_timed *l, char text[API_CURSOR]);
/* 200 {"items":[...],"next":"..."} */
void list_answer_timed(struct reply *r, const struct list_timed *l);

#endif
