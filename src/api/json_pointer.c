/* SPDX-License-Identifier: EUPL-1.2 */
/* A scan that knows brackets, strings and commas and nothing else. What it is told need not be JSON: it bounds the
 * depth before a parser looks, and afterwards finds the pointer of the byte at which that stopped. */
#include <stdio.h>
#include <string.h>

#include "api/json_pointer.h"
#include "base/text.h"

#include "base/banned.h"

/* Where the scan is: for each open container the key (or index) it stands at. */
struct level {
    bool object;
    bool wants_key;
    size_t key; /* offset of the key's first character, in an object */
    size_t key_n;
    size_t index;
};

struct scan {
    struct level level[JSON_DEPTH];
    size_t depth;
};

/* The end of the string whose opening quote is at i; n when it does not end. */
static size_t string_end(const char *s, size_t i, size_t n)
{
    for (i++; i < n && s[i] != '"'; i++)
        if (s[i] == '\\')
            i++;
    return i < n ? i : n;
}

/* Walks to byte n. false when it goes deeper than JSON_DEPTH. */
static bool scan_to(struct scan *st, const char *s, size_t n)
{
    memset(st, 0, sizeof *st);
    for (size_t i = 0; i < n; i++) {
        struct level *at = st->depth == 0 ? NULL : &st->level[st->depth - 1];

        if (s[i] == '"') {
            size_t end = string_end(s, i, n);

            if (at != NULL && at->object && at->wants_key) {
                at->key = i + 1;
                at->key_n = end - i - 1;
                at->wants_key = false;
            }
            i = end;
        } else if (s[i] == '{' || s[i] == '[') {
            if (st->depth == JSON_DEPTH)
                return false;
            st->level[st->depth++] = (struct level){.object = s[i] == '{', .wants_key = s[i] == '{'};
        } else if (s[i] == '}' || s[i] == ']') {
            if (st->depth > 0)
                st->depth--;
        } else if (s[i] == ',' && at != NULL) {
            at->wants_key = at->object;
            at->index++;
        }
    }
    return true;
}

void json_pointer_add(char pointer[JSON_POINTER], const char *name, size_t n)
{
    size_t k = strlen(pointer);
    bool fine = text_is_line(name, n);

    if (k + 2 >= JSON_POINTER)
        return;
    pointer[k++] = '/';
    for (size_t i = 0; i < n && k + 3 < JSON_POINTER; i++) {
        if (fine && (name[i] == '~' || name[i] == '/')) {
            pointer[k++] = '~';
            pointer[k++] = name[i] == '~' ? '0' : '1';
        } else {
            pointer[k++] = fine ? name[i] : '?';
        }
    }
    /* never half a character */
    pointer[k] = '\0';
    while (k > 0 && !text_is_utf8(pointer, k))
        pointer[--k] = '\0';
}

void json_pointer_add_index(char pointer[JSON_POINTER], size_t i)
{
    char index[24];
    int len = snprintf(index, sizeof index, "%zu", i);

    json_pointer_add(pointer, index, (size_t)len);
}

bool json_pointer_depth_fine(const char *s, size_t n)
{
    struct scan st;

    return scan_to(&st, s, n);
}

void json_pointer_at(char pointer[JSON_POINTER], const char *s, size_t n)
{
    struct scan st;

    pointer[0] = '\0';
    if (!scan_to(&st, s, n))
        return;
    for (size_t i = 0; i < st.depth; i++) {
        if (st.level[i].object)
            json_pointer_add(pointer, s + st.level[i].key, st.level[i].key_n);
        else
            json_pointer_add_index(pointer, st.level[i].index);
    }
}
