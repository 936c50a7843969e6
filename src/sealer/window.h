/* SPDX-License-Identifier: EUPL-1.2 */
/* How many distinct things each key did within a span of time, in bounded memory. What was added since the last settle
 * can be taken back in reverse order, because an entry counts only once it is durable. */
#ifndef JALON_SEALER_WINDOW_H
#define JALON_SEALER_WINDOW_H

#include <stddef.h>
#include <stdint.h>

#define WINDOW_ID 16

struct window;

/* All memory that it will ever use: at most so many keys, items (pairs of key and thing) and changes between two
 * settles. NULL without memory. */
struct window *window_new(uint32_t keys, uint32_t items, uint32_t changes);
void window_free(struct window *w);

/* The key did the thing at this time (not before the latest time given so far). *fresh is 1 when the pair was not
 * there, else 0. ERR_LIMIT, and nothing changed, when there is no room. */
int window_add(struct window *w, const unsigned char key[WINDOW_ID], const unsigned char thing[WINDOW_ID], int64_t at,
               unsigned *fresh) __attribute__((warn_unused_result));
/* Forgets what the key did last, if anything. ERR_LIMIT when too much changed since the last settle. */
int window_take_back(struct window *w, const unsigned char key[WINDOW_ID]) __attribute__((warn_unused_result));
/* Distinct things of the key that are there now. */
uint32_t window_count(const struct window *w, const unsigned char key[WINDOW_ID]);

/* A point to return to. */
size_t window_mark(const struct window *w);
void window_undo(struct window *w, size_t mark);
/* Makes all changes final; marks are void. */
void window_settle(struct window *w);
/* Drops what was done at or before this time. Only when all is settled. */
void window_expire(struct window *w, int64_t until);

#endif
