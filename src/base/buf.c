/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The only growing memory of the programs. Writers append and look once at the end (buf_err). A secret buffer never
 * goes through realloc, which may leave a copy behind.
 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/num.h"
#include "base/secret.h"

#include "base/banned.h"

#define BUF_FIRST 64
#define QUICKLY 4096 /* below this it grows by four: most end there, and each step may be a copy and a wipe */

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max};
}

void buf_init_secret(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max, .secret = true};
}

static void give_back(struct buf *b)
{
    if (b->secret)
        secret_wipe(b->data, b->cap);
    free(b->data);
    b->data = NULL;
    b->len = b->cap = 0;
}

void buf_release(struct buf *b)
{
    give_back(b);
    b->failed = b->nomem = false;
}

void buf_reset(struct buf *b)
{
    if (b->secret)
        secret_wipe(b->data, b->cap);
    b->len = 0;
    b->failed = b->nomem = false;
}

static bool fail(struct buf *b, bool nomem)
{
    b->failed = true;
    b->nomem = nomem;
    b->len = 0;
    return false;
}

/* Memory for n more bytes and one for a NUL, which max does not count; more than there is. */
static bool more(struct buf *b, size_t n)
{
    size_t want, cap, twice;
    unsigned char *data;

    if (!num_add(b->len, n, &want) || want > b->max || !num_add(want, 1, &want))
        return fail(b, false);
    cap = num_mul(b->cap, b->cap < QUICKLY ? 4 : 2, &twice) && twice > want ? twice : want;
    if (cap < BUF_FIRST)
        cap = BUF_FIRST;
    if (cap - 1 > b->max)
        cap = b->max + 1;
    if (!b->secret) {
        data = realloc(b->data, cap);
        if (data == NULL)
            return fail(b, true);
    } else {
        data = malloc(cap);
        if (data == NULL)
            return fail(b, true);
        if (b->len > 0)
            memcpy(data, b->data, b->len);
        size_t len = b->len;
        give_back(b);
        b->len = len;
    }
    b->data = data;
    b->cap = cap;
    return true;
}

/* There mostly is room: cap is never above max and one. */
static inline bool reserve(struct buf *b, size_t n)
{
    return !b->failed && (n < b->cap - b->len || more(b, n));
}

unsigned char *buf_grow(struct buf *b, size_t n)
{
    if (!reserve(b, n))
        return NULL;
    b->len += n;
    return b->data + b->len - n;
}

static void put_be(struct buf *b, uint64_t v, unsigned bytes)
{
    unsigned char *p = buf_grow(b, bytes);

    if (p == NULL)
        return;
    for (unsigned i = 0; i < bytes; i++)
        p[i] = (unsigned char)(v >> (8 * (bytes - 1 - i)));
}

void buf_u8(struct buf *b, uint8_t v)
{
    unsigned char *p = buf_grow(b, 1);

    if (p != NULL)
        *p = v;
}

void buf_u16(struct buf *b, uint16_t v)
{
    put_be(b, v, 2);
}

void buf_u32(struct buf *b, uint32_t v)
{
    put_be(b, v, 4);
}

void buf_u64(struct buf *b, uint64_t v)
{
    put_be(b, v, 8);
}

void buf_i64(struct buf *b, int64_t v)
{
    put_be(b, (uint64_t)v, 8);
}

void buf_bytes(struct buf *b, const void *p, size_t n)
{
    unsigned char *to = buf_grow(b, n);

    if (to != NULL && n > 0)
        memcpy(to, p, n);
}

void buf_str(struct buf *b, const char *s)
{
    buf_bytes(b, s, strlen(s));
}

void buf_dec(struct buf *b, int64_t v)
{
    uint64_t left = v < 0 ? -(uint64_t)v : (uint64_t)v;
    char text[21];
    size_t at = sizeof text;

    do
        text[--at] = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (v < 0)
        text[--at] = '-';
    buf_bytes(b, text + at, sizeof text - at);
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    size_t room;
    int n;

    if (!reserve(b, 0))
        return;
    room = b->cap - b->len;
    va_start(ap, fmt);
    va_copy(again, ap);
    n = vsnprintf((char *)b->data + b->len, room, fmt, ap);
    va_end(ap);
    if (n < 0) {
        fail(b, true);
    } else if ((size_t)n < room || reserve(b, (size_t)n)) {
        if ((size_t)n >= room)
            (void)vsnprintf((char *)b->data + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

static void put_lv(struct buf *b, const void *p, size_t n, unsigned bytes)
{
    if (n > UINT64_MAX >> (64 - 8 * bytes)) {
        if (!b->failed)
            fail(b, false);
        return;
    }
    put_be(b, n, bytes);
    buf_bytes(b, p, n);
}

void buf_lv8(struct buf *b, const void *p, size_t n)
{
    put_lv(b, p, n, 1);
}

void buf_lv16(struct buf *b, const void *p, size_t n)
{
    put_lv(b, p, n, 2);
}

void buf_lv32(struct buf *b, const void *p, size_t n)
{
    put_lv(b, p, n, 4);
}

const char *buf_cstr(struct buf *b)
{
    if (!reserve(b, 0))
        return NULL;
    b->data[b->len] = 0;
    return (const char *)b->data;
}

int buf_err(const struct buf *b)
{
    if (!b->failed)
        return ERR_OK;
    return b->nomem ? ERR_NOMEM : ERR_LIMIT;
}
