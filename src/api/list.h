/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists of objects: within an answer, or as the answer itself, whole or in pages. */
#ifndef JALON_API_LIST_H
#define JALON_API_LIST_H

#include <stddef.h>

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

#endif
