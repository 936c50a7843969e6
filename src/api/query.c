/* SPDX-License-Identifier: EUPL-1.2 */
/* Which field it was is not told: a query is written by programs, not typed by people. */
#include <string.h>

#include "api/api.h"
#include "api/query.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "domain/place.h"

#include "base/banned.h"

static const struct json_field page[] = {{"after", JSON_CURSOR}};

const struct json_shape query_page_shape = JSON_SHAPE(NULL, page);

void query_init(struct query *f, const struct route_request *q)
{
    *f = (struct query){&q->query, false};
}

/* The value of a declared field of that kind, NULL when it was not given. */
static const char *value_of(struct query *f, const char *name, enum json_kind kind, const struct json_field **as,
                            size_t *n)
{
    const char *s;

    *as = params_find(f->fields, name, &s, n);
    if (*as != NULL && (*as)->kind == kind)
        return s;
    f->bad = true;
    return NULL;
}

/* fine: the field is there and is what it should be. Gives the same. */
static bool taken(struct query *f, const char *s, bool fine)
{
    f->bad = f->bad || (s != NULL && !fine);
    return s != NULL && fine;
}

const char *query_code(struct query *f, const char *name)
{
    const struct json_field *as;
    size_t n;
    const char *s = value_of(f, name, JSON_CODE, &as, &n);
    const char *code = s == NULL ? NULL : json_code_find(as, s, n);

    (void)taken(f, s, code != NULL);
    return code;
}

/* The bit of one code; 0: none of the list. */
static uint32_t bit_of(const struct json_field *as, const char *s, size_t n)
{
    const char *code = json_code_find(as, s, n);
    uint32_t bit = code == NULL ? 0 : 1;

    for (size_t i = 0; code != NULL && json_code(as, i) != code; i++)
        bit <<= 1;
    return bit;
}

uint32_t query_codes(struct query *f, const char *name)
{
    const struct json_field *as;
    size_t n;
    const char *s = value_of(f, name, JSON_CODES, &as, &n);
    uint32_t bits = 0;
    bool fine = s != NULL;

    for (size_t at = 0, len; fine && at <= n; at += len + 1) {
        uint32_t bit;

        len = strcspn(s + at, ",");
        bit = bit_of(as, s + at, len);
        fine = bit != 0 && (bits & bit) == 0;
        bits |= bit;
    }
    return taken(f, s, fine) ? bits : 0;
}

const char *query_text(struct query *f, const char *name)
{
    const struct json_field *as;
    size_t n;
    const char *s = value_of(f, name, JSON_LINE, &as, &n);

    return taken(f, s, s != NULL && n >= (size_t)as->min && n <= (size_t)as->max) ? s : NULL;
}

const char *query_insee(struct query *f, const char *name)
{
    const struct json_field *as;
    size_t n;
    const char *s = value_of(f, name, JSON_INSEE, &as, &n);

    return taken(f, s, s != NULL && place_insee_fits(s, n)) ? s : NULL;
}

const struct uuid *query_id(struct query *f, const char *name, struct uuid *id)
{
    const struct json_field *as;
    size_t n;
    const char *s = value_of(f, name, JSON_ID, &as, &n);

    return taken(f, s, s != NULL && uuid_parse(id, s, n) == ERR_OK) ? id : NULL;
}

const struct day *query_day(struct query *f, const char *name, struct day *d)
{
    const struct json_field *as;
    size_t n;
    const char *s = value_of(f, name, JSON_DAY, &as, &n);

    return taken(f, s, s != NULL && day_parse(d, s, n) == ERR_OK) ? d : NULL;
}

const int64_t *query_time(struct query *f, const char *name, int64_t *us)
{
    const struct json_field *as;
    size_t n;
    const char *s = value_of(f, name, JSON_TIME, &as, &n);

    return taken(f, s, s != NULL && clock_parse_offset(s, n, us) == ERR_OK) ? us : NULL;
}

const int64_t *query_int(struct query *f, const char *name, int64_t *v)
{
    const struct json_field *as;
    size_t n;
    const char *s = value_of(f, name, JSON_INT, &as, &n);

    return taken(f, s, s != NULL && num_parse_i64(s, n, as->min, as->max, v) == ERR_OK) ? v : NULL;
}

bool query_true(struct query *f, const char *name)
{
    const struct json_field *as;
    size_t n;
    const char *s = value_of(f, name, JSON_YES, &as, &n);

    return taken(f, s, s != NULL && strcmp(s, "true") == 0);
}

/* The digits behind a point, one to six, as millionths. */
static bool read_decimals(const char *s, size_t n, int64_t *v)
{
    int64_t digits = 0;

    if (n == 0 || n > 6)
        return false;
    for (size_t i = 0; i < 6; i++) {
        if (i < n && (s[i] < '0' || s[i] > '9'))
            return false;
        digits = digits * 10 + (i < n ? s[i] - '0' : 0);
    }
    *v = digits;
    return true;
}

static bool read_decimal(const char *s, size_t n, int64_t most, int64_t *v)
{
    size_t minus = n > 0 && s[0] == '-', whole = strcspn(s + minus, ".");
    int64_t rest = 0;

    if (num_parse_i64(s + minus, whole, 0, most, v) != ERR_OK ||
        (minus + whole < n && !read_decimals(s + minus + whole + 1, n - minus - whole - 1, &rest)))
        return false;
    *v = (*v * 1000000 + rest) * (minus != 0 ? -1 : 1);
    return true;
}

const int64_t *query_decimal(struct query *f, const char *name, int64_t *v)
{
    const struct json_field *as;
    size_t n;
    const char *s = value_of(f, name, JSON_DECIMAL, &as, &n);
    int64_t least = as == NULL ? 0 : as->min, most = as == NULL ? 0 : as->max;

    return taken(f, s, s != NULL && read_decimal(s, n, most > -least ? most : -least, v) &&
                           *v >= least * 1000000 && *v <= most * 1000000)
               ? v
               : NULL;
}

const bool *query_said(struct query *f, const char *name, bool *v)
{
    const struct json_field *as;
    size_t n;
    const char *s = value_of(f, name, JSON_FLAG, &as, &n);

    *v = s != NULL && strcmp(s, "true") == 0;
    return taken(f, s, *v || (s != NULL && strcmp(s, "false") == 0)) ? v : NULL;
}

bool query_flag(struct query *f, const char *name)
{
    bool yes;

    return query_said(f, name, &yes) != NULL && yes;
}

bool query_after(struct query *f, int64_t *us, struct uuid *id)
{
    const struct json_field *as;
    size_t n;
    const char *s = value_of(f, "after", JSON_CURSOR, &as, &n);

    return taken(f, s, s != NULL && api_read_cursor(s, n, us, id));
}

bool query_end(const struct query *f, struct reply *r)
{
    if (f->bad)
        reply_refuse(r, REFUSAL_PARAMETER, NULL);
    return !f->bad;
}

bool query_page(const struct route_request *q, int64_t *us, struct uuid *id, bool *later, struct reply *r)
{
    struct query f;

    query_init(&f, q);
    *later = query_after(&f, us, id);
    return query_end(&f, r);
}
