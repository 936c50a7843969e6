/* SPDX-License-Identifier: EUPL-1.2 */
/* What a target and the headers of a request say, as typed values. A query field that the route does not declare, or
 * that is there twice, is refused: there is no call to fetch a raw one. Pure. */
#ifndef JALON_HTTP_PARAMS_H
#define JALON_HTTP_PARAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/refusal.h"
#include "http/json_field.h"
#include "http/limits.h"

struct params {
    const struct json_shape *fields; /* as declared; NULL: none */
    bool present[LIMITS_QUERY_FIELDS];
    size_t length[LIMITS_QUERY_FIELDS];
    char value[LIMITS_QUERY_FIELDS][LIMITS_QUERY_VALUE + 1];
};

/* query is what stands behind the '?', without it. */
enum refusal params_query(struct params *p, const struct json_shape *fields, const char *query, size_t n);
/* The declaration of a field, NULL where there is none; *value of *n bytes, NULL and 0 when it was not given. */
const struct json_field *params_find(const struct params *p, const char *name, const char **value, size_t *n);

/* "Bearer " and 43 characters of base64url. */
bool params_bearer(const char *s, size_t n, unsigned char token[32]);
/* "7", quotes included: the form of our ETags. "0" is the version of what was not written yet. */
bool params_version(const char *s, size_t n, int32_t *version);
/* A UUID in either case. */
bool params_key(const char *s, size_t n, struct uuid *key);
/* application/json, in any case, alone or with charset=utf-8. */
bool params_is_json(const char *s, size_t n);

#endif
