/* SPDX-License-Identifier: EUPL-1.2 */
/* The binary form of an array: dimensions, whether there are nulls, the type of the elements; for the one dimension how
 * many and from which index; then each with its length. */
#include <string.h>

#include "base/err.h"
#include "base/rd.h"
#include "store/row.h"
#include "store/row_array.h"

#include "base/banned.h"

#define OID_INT4 23u
#define OID_TEXT 25u
#define OID_INT4_ARRAY 1007u
#define OID_TEXT_ARRAY 1009u
#define OID_UUID 2950u
#define OID_UUID_ARRAY 2951u

/* Opens an array column: at most max elements of that type, each a length and its bytes; a null
 * has no length that fits. */
static size_t array_open(struct row *r, unsigned type, unsigned element, size_t max, struct rd *in)
{
    size_t n;
    const char *p = row_value(r, type, &n);
    uint32_t dimensions, nulls, of;
    size_t count = 0;

    rd_init(in, p, n);
    if (p == NULL)
        return 0;
    dimensions = rd_u32(in);
    nulls = rd_u32(in);
    of = rd_u32(in);
    if (dimensions == 1) {
        count = rd_u32(in);
        rd_u32(in); /* lower bound */
    }
    if (in->bad || dimensions > 1 || nulls > 1 || of != element || count > max) {
        r->bad = true;
        return 0;
    }
    return count;
}

size_t row_array_i32(struct row *r, int32_t *out, size_t max)
{
    struct rd in;
    size_t n = array_open(r, OID_INT4_ARRAY, OID_INT4, max, &in);

    for (size_t i = 0; i < n; i++) {
        if (rd_u32(&in) != 4)
            in.bad = true;
        out[i] = (int32_t)rd_u32(&in);
    }
    if (rd_end(&in) != ERR_OK)
        r->bad = true;
    return r->bad ? 0 : n;
}

size_t row_array_uuid(struct row *r, struct uuid *out, size_t max)
{
    struct rd in;
    size_t n = array_open(r, OID_UUID_ARRAY, OID_UUID, max, &in);

    for (size_t i = 0; i < n; i++) {
        if (rd_u32(&in) != sizeof out[i].b)
            in.bad = true;
        rd_copy(&in, out[i].b, sizeof out[i].b);
    }
    if (rd_end(&in) != ERR_OK)
        r->bad = true;
    return r->bad ? 0 : n;
}

size_t row_array_text(struct row *r, char *out, size_t size, size_t max)
{
    struct rd in;
    size_t n = array_open(r, OID_TEXT_ARRAY, OID_TEXT, max, &in);

    for (size_t i = 0; i < n; i++, out += size) {
        size_t len;
        const unsigned char *p = rd_lv32(&in, &len, size - 1);

        if (p == NULL || memchr(p, '\0', len) != NULL) {
            in.bad = true;
            len = 0;
        }
        if (len > 0)
            memcpy(out, p, len);
        out[len] = '\0';
    }
    if (rd_end(&in) != ERR_OK)
        r->bad = true;
    return r->bad ? 0 : n;
}
