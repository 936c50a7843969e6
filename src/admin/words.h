/* SPDX-License-Identifier: EUPL-1.2 */
/* The words of one line of a founding file, single spaces between them. What is no such word sets bad, and whatever
 * follows is empty: look once, at the end, with words_whole. */
#ifndef JALON_ADMIN_WORDS_H
#define JALON_ADMIN_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/uuid.h"
#include "store/found.h"

#define WORDS_NAME 200

struct words {
    const char *p, *end; /* what is left of the line */
    bool bad;
};

/* The next word, not terminated; the single space after it is consumed, or the line is at its end. */
const char *words_next(struct words *w, size_t *n);
int words_number(struct words *w, int lo, int hi);
void words_id(struct words *w, struct uuid *out);
/* A word of [a-z0-9._-] as a string. */
void words_plain(struct words *w, char *out, size_t max);
/* Hexadecimal of at least lo and at most hi bytes into out. */
struct found_bytes words_bytes(struct words *w, unsigned char *out, size_t lo, size_t hi);
/* The rest of the line: a name as people write it. */
void words_name(struct words *w, char out[WORDS_NAME + 1]);
/* Nothing wrong and nothing left. */
bool words_whole(const struct words *w);

#endif
