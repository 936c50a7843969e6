/* SPDX-License-Identifier: EUPL-1.2 */
/* Is a parsed value what its field declares? Says nothing of where it stood. */
#ifndef JALON_API_JSON_VALUE_H
#define JALON_API_JSON_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "api/json.h"

/* A value that is one by itself: a string, a number, a flag, an object. true: out has it, in memory of v. */
bool json_value_fits(const struct json_field *f, struct json_t *v, struct json_value *out);
/* Is v within the declared bounds, both included? */
bool json_value_in_range(const struct json_field *f, int64_t v);
bool json_value_is_list(enum json_kind kind);
/* What each element of such a list is. */
struct json_field json_value_element(const struct json_field *f);

#endif
