/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Checked arithmetic on sizes and the one reader of decimal integers. Every count, port, limit and index that comes
 * out of a configuration or an audit line passes here, so that two spellings of one number never both pass.
 */
#include "base/num.h"

#include "base/err.h"

#include "base/banned.h"

bool num_add(size_t a, size_t b, size_t *out)
{
    size_t sum;

    if (__builtin_add_overflow(a, b, &sum))
        return false;
    *out = sum;
    return true;
}

bool num_mul(size_t a, size_t b, size_t *out)
{
    size_t product;

    if (__builtin_mul_overflow(a, b, &product))
        return false;
    *out = product;
    return true;
}

int num_parse_i64(const char *s, size_t n, int64_t lo, int64_t hi, int64_t *out)
{
    bool negative = n > 0 && s[0] == '-';
    size_t first = negative ? 1 : 0;
    bool overflow = false;
    int64_t v = 0;

    if (n == first || (s[first] == '0' && (n > 1)))
        return ERR_FORMAT;
    for (size_t i = first; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return ERR_FORMAT;
        /* Counted downwards: the negative side has one number more. */
        overflow = overflow || __builtin_mul_overflow(v, (int64_t)10, &v) ||
                   __builtin_sub_overflow(v, (int64_t)(s[i] - '0'), &v);
    }
    if (overflow || (!negative && v == INT64_MIN))
        return ERR_LIMIT;
    if (!negative)
        v = -v;
    if (v < lo || v > hi)
        return ERR_LIMIT;
    *out = v;
    return ERR_OK;
}
