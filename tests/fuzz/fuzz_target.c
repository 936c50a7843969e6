/* SPDX-License-Identifier: EUPL-1.2 */
/* Targets: any bytes are refused or are a path and a query that decode without a NUL, a control character or half a
 * character. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "http/gate.h"
#include "http/params.h"
#include "http/route.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void nobody(void *ctx, const struct route_request *q, struct reply *r)
{
    (void)ctx;
    (void)q;
    reply_ok(r, 204);
}

#define NOTHING {204, ROUTE_NOTHING, NULL}

static const struct route rows[] = {
    ROUTE("GET", "/cases", "", ROUTE_PUBLIC, ROUTE_PLAIN, NULL, NOTHING, nobody),
    ROUTE("GET", "/cases/{id}", "", ROUTE_PUBLIC, ROUTE_PLAIN, NULL, NOTHING, nobody),
};

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const struct json_field fields[] = {{"after", JSON_CURSOR}, {"limit", JSON_INT}};
    static const struct json_shape names = JSON_SHAPE(NULL, fields);
    static const struct route_table table = {rows, 2};
    const char *raw = (const char *)p;
    const char *mark;
    const struct route *row;
    struct params params;
    struct route_request q = {0};
    char allow[64];
    char text[UUID_TEXT + 1];
    size_t path;

    if (gate_target(raw, n) != REFUSAL_NONE)
        return 0;
    if (n == 0 || raw[0] != '/' || n > LIMITS_TARGET || memchr(raw, '\0', n) != NULL)
        abort();
    mark = memchr(raw, '?', n);
    path = mark == NULL ? n : (size_t)(mark - raw);
    if (memchr(raw, '%', path) != NULL)
        abort();
    if (route_find(&table, "GET", raw, path, &row, &q, allow) == REFUSAL_NONE && row == &rows[1]) {
        uuid_format(&q.id, text);
        if (path != 7 + UUID_TEXT || memcmp(raw + 7, text, UUID_TEXT) != 0)
            abort();
    }
    if (mark != NULL && params_query(&params, &names, mark + 1, n - path - 1) == REFUSAL_NONE) {
        for (size_t i = 0; i < 2; i++) {
            size_t len = 0;
            const char *value;

            (void)params_find(&params, fields[i].name, &value, &len);
            if (value != NULL && (strlen(value) != len || !text_is_line(value, len) || len > LIMITS_QUERY_VALUE))
                abort();
        }
    }
    return 0;
}
