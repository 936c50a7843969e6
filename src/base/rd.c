/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The only reader of binary messages. Readers take and look once at the end (rd_end), which also demands that nothing
 * is left over.
 */
#include "base/rd.h"

#include <string.h>

#include "base/err.h"

#include "base/banned.h"

void rd_init(struct rd *r, const void *p, size_t n)
{
    static const unsigned char nothing[1];

    r->p = n > 0 ? p : nothing;
    r->end = r->p + n;
    r->bad = false;
}

size_t rd_left(const struct rd *r)
{
    return r->bad ? 0 : (size_t)(r->end - r->p);
}

const unsigned char *rd_bytes(struct rd *r, size_t n)
{
    const unsigned char *p = r->p;

    if (r->bad || n > (size_t)(r->end - r->p)) {
        r->bad = true;
        return NULL;
    }
    r->p += n;
    return p;
}

static uint64_t take_be(struct rd *r, unsigned bytes)
{
    const unsigned char *p = rd_bytes(r, bytes);
    uint64_t v = 0;

    for (unsigned i = 0; p != NULL && i < bytes; i++)
        v = v << 8 | p[i];
    return v;
}

uint8_t rd_u8(struct rd *r)
{
    return (uint8_t)take_be(r, 1);
}

uint16_t rd_u16(struct rd *r)
{
    return (uint16_t)take_be(r, 2);
}

uint32_t rd_u32(struct rd *r)
{
    return (uint32_t)take_be(r, 4);
}

uint64_t rd_u64(struct rd *r)
{
    return take_be(r, 8);
}

int64_t rd_i64(struct rd *r)
{
    return (int64_t)take_be(r, 8);
}

void rd_copy(struct rd *r, void *out, size_t n)
{
    const unsigned char *p = rd_bytes(r, n);

    if (n == 0)
        return;
    if (p != NULL)
        memcpy(out, p, n);
    else
        memset(out, 0, n);
}

static const unsigned char *take_lv(struct rd *r, size_t *n, size_t max, unsigned bytes)
{
    uint64_t len = take_be(r, bytes);
    const unsigned char *p;

    if (len > max)
        r->bad = true;
    p = rd_bytes(r, (size_t)len);
    *n = p != NULL ? (size_t)len : 0;
    return p;
}

const unsigned char *rd_lv8(struct rd *r, size_t *n, size_t max)
{
    return take_lv(r, n, max, 1);
}

const unsigned char *rd_lv16(struct rd *r, size_t *n, size_t max)
{
    return take_lv(r, n, max, 2);
}

const unsigned char *rd_lv32(struct rd *r, size_t *n, size_t max)
{
    return take_lv(r, n, max, 4);
}

int rd_end(const struct rd *r)
{
    return !r->bad && r->p == r->end ? ERR_OK : ERR_FORMAT;
}
