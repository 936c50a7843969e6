/* SPDX-License-Identifier: EUPL-1.2 */
#include <jansson.h>

#include "api/json.h"
#include "api/week_limit.h"

#include "base/banned.h"

#define WEEK (7 * 24 * 60)

int32_t week_limit_of(const void *sheet, size_t n)
{
    struct json_doc d SCOPED_JSON;
    const json_t *v;

    if (json_doc_parse(&d, sheet, n) != REFUSAL_NONE)
        return -1;
    v = json_object_get(d.root, "week_minutes");
    return json_is_integer(v) && json_integer_value(v) >= 0 && json_integer_value(v) <= WEEK
               ? (int32_t)json_integer_value(v)
               : -1;
}
