/* SPDX-License-Identifier: EUPL-1.2 */
/* Finding the row. The table is short and walked from its first row to its last; a pattern matches segment by segment,
 * a name in braces only a UUID in canonical form, so that a path has one spelling. */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "http/route.h"

#include "base/banned.h"

static bool path_matches(const char *pattern, const char *path, size_t n, struct route_request *q)
{
    const char *end = path + n;

    while (*pattern != '\0') {
        if (*pattern == '{') {
            struct uuid *id = strncmp(pattern, "{user}", 6) == 0 ? &q->user : &q->id;

            if (end - path < UUID_TEXT || uuid_parse(id, path, UUID_TEXT) != ERR_OK)
                return false;
            path += UUID_TEXT;
            pattern = strchrnul(pattern, '}');
            pattern += *pattern == '}';
        } else {
            if (path == end || *path != *pattern)
                return false;
            path++;
            pattern++;
        }
    }
    return path == end;
}

enum refusal route_find(const struct route_table *t, const char *method, const char *path, size_t path_n,
                        const struct route **out, struct route_request *q, char allow[64])
{
    size_t used = 0;

    *out = NULL;
    allow[0] = '\0';
    for (size_t i = 0; i < t->n; i++) {
        if (!path_matches(t->row[i].path, path, path_n, q))
            continue;
        if (strcmp(t->row[i].method, method) == 0) {
            *out = &t->row[i];
            return REFUSAL_NONE;
        }
        if (used < 50)
            used += (size_t)snprintf(allow + used, 64 - used, "%s%.8s", used == 0 ? "" : ", ", t->row[i].method);
    }
    return used == 0 ? REFUSAL_NOT_FOUND : REFUSAL_METHOD;
}
