/* SPDX-License-Identifier: EUPL-1.2 */
/* Builds the parameter arrays that libpq wants, every value in binary format: integers in network order, uuids as 16
 * bytes, timestamps as microseconds and dates as days since 2000, arrays with their header (dimensions, null flag,
 * element type, length, lower bound). Small values live in the list itself, arrays in at most PARAM_ARRAYS buffers. */
#include <limits.h>
#include <string.h>

#include "store/param.h"

#include "base/banned.h"

#define OID_BYTEA 17u
#define OID_INT8 20u
#define OID_INT4 23u
#define OID_TEXT 25u
#define OID_UUID 2950u
#define PG_EPOCH_US 946684800000000LL /* 2000-01-01 UTC */
#define US_PER_DAY 86400000000LL
#define ARRAY_MAX (1u << 20)

void param_init(struct param_list *l)
{
    memset(l, 0, sizeof *l);
}

void param_release(struct param_list *l)
{
    for (int i = 0; i < l->arrays; i++)
        buf_release(&l->array[i]);
    l->arrays = 0;
    l->n = 0;
}

static void put(struct param_list *l, const void *p, size_t n)
{
    if (l->n >= PARAM_MAX || n > INT_MAX) {
        l->failed = true;
        return;
    }
    l->value[l->n] = p;
    l->length[l->n] = (int)n;
    l->n++;
}

/* n <= 16 bytes, copied into the list. */
static void put_fixed(struct param_list *l, const void *p, size_t n)
{
    if (l->n >= PARAM_MAX) {
        l->failed = true;
        return;
    }
    memcpy(l->fixed[l->n], p, n);
    put(l, l->fixed[l->n], n);
}

void param_null(struct param_list *l)
{
    put(l, NULL, 0);
}

void param_bool(struct param_list *l, bool v)
{
    unsigned char b = v ? 1 : 0;

    put_fixed(l, &b, 1);
}

void param_i32(struct param_list *l, int32_t v)
{
    uint32_t u = (uint32_t)v;
    unsigned char b[4];

    for (int i = 3; i >= 0; i--, u >>= 8)
        b[i] = (unsigned char)u;
    put_fixed(l, b, sizeof b);
}

void param_i64(struct param_list *l, int64_t v)
{
    uint64_t u = (uint64_t)v;
    unsigned char b[8];

    for (int i = 7; i >= 0; i--, u >>= 8)
        b[i] = (unsigned char)u;
    put_fixed(l, b, sizeof b);
}

void param_time(struct param_list *l, int64_t us)
{
    param_i64(l, us - PG_EPOCH_US);
}

/* Days from 2000-01-01 to d: what day_of undoes, in the same calendar with eras of 400 years that begin on 1 March. */
static int32_t days_from_2000(const struct day *d)
{
    int y = d->year - (d->month <= 2 ? 1 : 0);
    int era = y / 400;
    int yoe = y - era * 400;
    int doy = (153 * (d->month + (d->month > 2 ? -3 : 9)) + 2) / 5 + d->day - 1;

    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 730425;
}

void param_day(struct param_list *l, const struct day *d)
{
    struct day back;
    int32_t days;

    if (d == NULL || d->year == 0) {
        param_null(l);
        return;
    }
    if (d->year < 1900 || d->year > 2199 || d->month < 1 || d->month > 12 || d->day < 1 || d->day > 31) {
        l->failed = true;
        return;
    }
    days = days_from_2000(d);
    day_of(&back, days * US_PER_DAY + PG_EPOCH_US);
    if (day_compare(&back, d) != 0)
        l->failed = true; /* 30 February */
    param_i32(l, days);
}

void param_uuid(struct param_list *l, const struct uuid *u)
{
    put_fixed(l, u->b, sizeof u->b);
}

void param_uuid_or_null(struct param_list *l, const struct uuid *u)
{
    if (u == NULL || uuid_is_nil(u))
        param_null(l);
    else
        param_uuid(l, u);
}

/* An empty text is a value, not a null: libpq tells them apart by the pointer. */
void param_cursor(struct param_list *l, const struct page_cursor *after)
{
    if (after == NULL) {
        param_null(l);
        param_null(l);
    } else {
        param_time(l, after->us);
        param_uuid(l, &after->id);
    }
}

void param_text(struct param_list *l, const char *s, size_t n)
{
    put(l, s == NULL ? "" : s, n);
}

void param_str(struct param_list *l, const char *s)
{
    if (s == NULL)
        param_null(l);
    else
        put(l, s, strlen(s));
}

void param_bytes(struct param_list *l, const void *p, size_t n)
{
    put(l, p == NULL ? "" : p, n);
}

/* Opens an array of n elements in a buffer of the list; NULL when there is no room. */
static struct buf *array_open(struct param_list *l, uint32_t oid, size_t n)
{
    struct buf *b;

    /* No element is shorter than its length. */
    if (l->arrays >= PARAM_ARRAYS || n > ARRAY_MAX / 4) {
        l->failed = true;
        return NULL;
    }
    b = &l->array[l->arrays++];
    buf_init(b, ARRAY_MAX);
    buf_u32(b, n == 0 ? 0 : 1); /* an empty array has no dimension */
    buf_u32(b, 0);              /* no nulls */
    buf_u32(b, oid);
    if (n != 0) {
        buf_u32(b, (uint32_t)n);
        buf_u32(b, 1);
    }
    return b;
}

static void array_close(struct param_list *l, struct buf *b)
{
    if (buf_err(b) != 0) {
        l->failed = true;
        return;
    }
    put(l, b->data, b->len);
}

void param_i32_array(struct param_list *l, const int32_t *v, size_t n)
{
    struct buf *b = array_open(l, OID_INT4, n);

    if (b == NULL)
        return;
    for (size_t i = 0; i < n; i++) {
        buf_u32(b, 4);
        buf_u32(b, (uint32_t)v[i]);
    }
    array_close(l, b);
}

void param_i64_array(struct param_list *l, const int64_t *v, size_t n)
{
    struct buf *b = array_open(l, OID_INT8, n);

    if (b == NULL)
        return;
    for (size_t i = 0; i < n; i++) {
        buf_u32(b, 8);
        buf_i64(b, v[i]);
    }
    array_close(l, b);
}

void param_uuid_array(struct param_list *l, const struct uuid *v, size_t n)
{
    struct buf *b = array_open(l, OID_UUID, n);

    if (b == NULL)
        return;
    for (size_t i = 0; i < n; i++) {
        buf_u32(b, 16);
        buf_bytes(b, v[i].b, 16);
    }
    array_close(l, b);
}

void param_text_array(struct param_list *l, const char *const *v, size_t n)
{
    struct buf *b = array_open(l, OID_TEXT, n);

    if (b == NULL)
        return;
    for (size_t i = 0; i < n; i++)
        buf_lv32(b, v[i], strlen(v[i]));
    array_close(l, b);
}

void param_bytes_array(struct param_list *l, const unsigned char *p, const size_t *end, size_t n)
{
    struct buf *b = array_open(l, OID_BYTEA, n);

    if (b == NULL)
        return;
    for (size_t i = 0, from = 0; i < n; from = end[i++])
        buf_lv32(b, p + from, end[i] - from);
    array_close(l, b);
}
