/* SPDX-License-Identifier: EUPL-1.2 */
/* The binary readers over libpq's results. Whoever reads a row asks for its columns in the order of the SELECT list
 * and then looks at row_end. The type of every column is checked against the result's own description, so that a
 * changed function in SQL is found at the first call and not by a misread number. */
#include <string.h>

#include <libpq-fe.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/conn.h"
#include "store/row.h"

#include "base/banned.h"

#define OID_BOOL 16u
#define OID_BYTEA 17u
#define OID_NAME 19u
#define OID_INT8 20u
#define OID_INT4 23u
#define OID_TEXT 25u
#define OID_VARCHAR 1043u
#define OID_TIMESTAMPTZ 1184u
#define OID_DATE 1082u
#define OID_UUID 2950u
#define OID_USER 16384u /* first type id that is not PostgreSQL's own: our enums */
#define PG_EPOCH_US 946684800000000LL
#define PG_EPOCH_DAYS 10957
#define US_PER_DAY 86400000000LL
#define FAR_DAYS 110000 /* from 2000: no struct day lies beyond, every infinity does */

int row_count(const struct pg_result *res)
{
    return res == NULL ? 0 : PQntuples(res);
}

void row_init(struct row *r, const struct pg_result *res, int at)
{
    r->res = res;
    r->at = at;
    r->col = 0;
    r->bad = res == NULL || at < 0 || at >= PQntuples(res);
}

bool row_null(struct row *r)
{
    if (r->bad || r->col >= PQnfields(r->res)) {
        r->bad = true;
        return false;
    }
    if (!PQgetisnull(r->res, r->at, r->col))
        return false;
    r->col++;
    return true;
}

const char *row_value(struct row *r, unsigned type, size_t *n)
{
    const char *p;

    *n = 0;
    if (r->bad || r->col >= PQnfields(r->res) || PQgetisnull(r->res, r->at, r->col) || PQfformat(r->res, r->col) != 1 ||
        (type != 0 && PQftype(r->res, r->col) != type)) {
        r->bad = true;
        return NULL;
    }
    p = PQgetvalue(r->res, r->at, r->col);
    *n = (size_t)PQgetlength(r->res, r->at, r->col);
    r->col++;
    return p;
}

/* Big-endian integer of exactly size bytes. */
static uint64_t integer(struct row *r, Oid type, size_t size)
{
    size_t n;
    const char *p = row_value(r, type, &n);
    uint64_t v = 0;

    if (p == NULL || n != size) {
        r->bad = true;
        return 0;
    }
    for (size_t i = 0; i < size; i++)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

bool row_bool(struct row *r)
{
    return integer(r, OID_BOOL, 1) != 0;
}

int32_t row_i32(struct row *r)
{
    return (int32_t)(uint32_t)integer(r, OID_INT4, 4);
}

int64_t row_i64(struct row *r)
{
    return (int64_t)integer(r, OID_INT8, 8);
}

int64_t row_time(struct row *r)
{
    int64_t us = (int64_t)integer(r, OID_TIMESTAMPTZ, 8);
    int64_t out;

    /* 'infinity' is the largest integer and no instant */
    if (__builtin_add_overflow(us, PG_EPOCH_US, &out)) {
        r->bad = true;
        return 0;
    }
    return out;
}

void row_hours(struct row *r, struct transit_hours *out)
{
    out->first = row_i32(r);
    out->last = row_i32(r);
    out->none = row_bool(r);
}

bool row_point(struct row *r, int32_t *lat, int32_t *lon)
{
    bool there = !row_null(r);

    *lat = there ? row_i32(r) : 0;
    *lon = there ? row_i32(r) : 0;
    if (!there && !row_null(r))
        r->bad = true;
    return there && !r->bad;
}

void row_day(struct row *r, struct day *out)
{
    int32_t days = (int32_t)(uint32_t)integer(r, OID_DATE, 4);

    memset(out, 0, sizeof *out);
    if (days < -FAR_DAYS || days > FAR_DAYS)
        r->bad = true;
    if (r->bad)
        return;
    day_of(out, (days + (int64_t)PG_EPOCH_DAYS) * US_PER_DAY);
    if (out->year >= 1900 && out->year <= 2199)
        return;
    memset(out, 0, sizeof *out);
    r->bad = true;
}

void row_uuid(struct row *r, struct uuid *out)
{
    size_t n;
    const char *p = row_value(r, OID_UUID, &n);

    memset(out, 0, sizeof *out);
    if (p == NULL || n != sizeof out->b) {
        r->bad = true;
        return;
    }
    memcpy(out->b, p, sizeof out->b);
}

int32_t row_i32_or(struct row *r, int32_t instead)
{
    return row_null(r) ? instead : row_i32(r);
}

int64_t row_time_or_none(struct row *r)
{
    return row_null(r) ? 0 : row_time(r);
}

void row_day_or_none(struct row *r, struct day *out)
{
    memset(out, 0, sizeof *out);
    if (!row_null(r))
        row_day(r, out);
}

void row_uuid_or_nil(struct row *r, struct uuid *out)
{
    memset(out, 0, sizeof *out);
    if (!row_null(r))
        row_uuid(r, out);
}

const char *row_text(struct row *r, size_t *n)
{
    size_t len = 0;
    const char *p = NULL;

    if (!r->bad && r->col < PQnfields(r->res)) {
        Oid type = PQftype(r->res, r->col);

        if (type == OID_TEXT || type == OID_VARCHAR || type == OID_NAME || type >= OID_USER)
            p = row_value(r, type, &len);
    }
    if (p == NULL)
        r->bad = true;
    if (n != NULL)
        *n = len;
    return p == NULL ? "" : p;
}

void row_copy(struct row *r, char *out, size_t max)
{
    size_t n;
    const char *p = row_text(r, &n);

    out[0] = '\0';
    if (n >= max || memchr(p, '\0', n) != NULL) {
        r->bad = true;
        return;
    }
    memcpy(out, p, n);
    out[n] = '\0';
}

void row_copy_or_none(struct row *r, char *out, size_t max)
{
    out[0] = '\0';
    if (!row_null(r))
        row_copy(r, out, max);
}

const char *row_word(struct row *r, enum word_list list)
{
    const char *word;
    const char *p;
    size_t n;

    if (row_null(r))
        return NULL;
    p = row_text(r, &n);
    word = word_find(list, p, n);
    if (word != NULL)
        return word;
    r->bad = true;
    return "";
}

const unsigned char *row_bytes(struct row *r, size_t *n)
{
    return (const unsigned char *)row_value(r, OID_BYTEA, n);
}

int row_take_last(struct row *r, struct buf *b)
{
    size_t n;
    const unsigned char *p = row_bytes(r, &n);
    int rc = row_end(r);

    buf_reset(b);
    if (rc != ERR_OK)
        return rc;
    buf_bytes(b, p, n);
    return buf_err(b);
}

int row_take(const struct conn_step *s, struct buf *b)
{
    struct row r;

    row_init(&r, s->result, 0);
    return row_take_last(&r, b);
}

int row_end(const struct row *r)
{
    return r->bad || r->col != PQnfields(r->res) ? ERR_FORMAT : ERR_OK;
}

void row_free(struct pg_result **res)
{
    PQclear(*res); /* NULL is fine */
    *res = NULL;
}
