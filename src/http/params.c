/* SPDX-License-Identifier: EUPL-1.2 */
/* Parsing of the small things around a body: the query string (decoded strictly, no '+' for a blank, UTF-8 lines
 * without control characters) and the header values that routes declare. The gate has already looked at every byte
 * of them. */
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/num.h"
#include "base/text.h"
#include "http/params.h"

#include "base/banned.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool decode(const char *s, size_t n, char *out, size_t max, size_t *len)
{
    *len = 0;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];

        if (c == '%') {
            if (n - i < 3 || hex_digit(s[i + 1]) < 0 || hex_digit(s[i + 2]) < 0)
                return false;
            c = (char)(hex_digit(s[i + 1]) << 4 | hex_digit(s[i + 2]));
            i += 2;
        }
        if (*len >= max)
            return false;
        out[(*len)++] = c;
    }
    out[*len] = '\0';
    return text_is_line(out, *len);
}

static size_t index_of(const struct json_shape *fields, const char *s, size_t n)
{
    for (size_t i = 0; fields != NULL && i < fields->n && i < LIMITS_QUERY_FIELDS; i++)
        if (strlen(fields->field[i].name) == n && memcmp(fields->field[i].name, s, n) == 0)
            return i;
    return LIMITS_QUERY_FIELDS;
}

/* One "name=value". */
static bool take(struct params *p, const char *s, size_t n)
{
    const char *eq = memchr(s, '=', n);
    size_t name_n = eq == NULL ? n : (size_t)(eq - s);
    size_t i = index_of(p->fields, s, name_n);

    if (eq == NULL || i == LIMITS_QUERY_FIELDS || p->present[i])
        return false;
    p->present[i] = true;
    return decode(eq + 1, n - name_n - 1, p->value[i], LIMITS_QUERY_VALUE, &p->length[i]);
}

enum refusal params_query(struct params *p, const struct json_shape *fields, const char *query, size_t n)
{
    memset(p, 0, sizeof *p);
    p->fields = fields;
    while (n > 0) {
        const char *amp = memchr(query, '&', n);
        size_t piece = amp == NULL ? n : (size_t)(amp - query);

        if (!take(p, query, piece))
            return REFUSAL_PARAMETER;
        if (amp == NULL)
            break;
        query += piece + 1;
        n -= piece + 1;
        if (n == 0)
            return REFUSAL_PARAMETER; /* a trailing '&' announces a field that is not there */
    }
    return REFUSAL_NONE;
}

const struct json_field *params_find(const struct params *p, const char *name, const char **value, size_t *n)
{
    size_t i = index_of(p->fields, name, strlen(name));
    bool there = i < LIMITS_QUERY_FIELDS && p->present[i];

    *value = there ? p->value[i] : NULL;
    *n = there ? p->length[i] : 0;
    return i < LIMITS_QUERY_FIELDS ? &p->fields->field[i] : NULL;
}

bool params_bearer(const char *s, size_t n, unsigned char token[32])
{
    size_t len = 0;

    if (n != 7 + 43 || strncasecmp(s, "Bearer ", 7) != 0)
        return false;
    return text_unbase64url(token, 32, &len, s + 7, n - 7) == ERR_OK && len == 32;
}

bool params_version(const char *s, size_t n, int32_t *version)
{
    int64_t v;

    if (n < 3 || s[0] != '"' || s[n - 1] != '"')
        return false;
    if (num_parse_i64(s + 1, n - 2, 0, INT32_MAX - 1, &v) != ERR_OK)
        return false;
    *version = (int32_t)v;
    return true;
}

bool params_key(const char *s, size_t n, struct uuid *key)
{
    char lower[UUID_TEXT];

    if (n != UUID_TEXT)
        return false;
    for (size_t i = 0; i < n; i++)
        lower[i] = (char)(s[i] >= 'A' && s[i] <= 'F' ? s[i] - 'A' + 'a' : s[i]);
    return uuid_parse(key, lower, n) == ERR_OK;
}

bool params_is_json(const char *s, size_t n)
{
    static const char type[] = "application/json";
    static const char charset[] = "charset=utf-8";

    if (n < sizeof type - 1 || strncasecmp(s, type, sizeof type - 1) != 0)
        return false;
    s += sizeof type - 1;
    n -= sizeof type - 1;
    if (n == 0)
        return true;
    if (*s != ';')
        return false;
    for (s++, n--; n > 0 && *s == ' '; s++)
        n--;
    return n == sizeof charset - 1 && strncasecmp(s, charset, n) == 0;
}
