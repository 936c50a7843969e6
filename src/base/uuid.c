/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Random identifiers and their one spelling. Any sixteen bytes have a spelling; only uuid_random sets the version
 * bits, because identifiers also come from PostgreSQL and from files.
 */
#include "base/uuid.h"

#include <string.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/text.h"

#include "base/banned.h"

void uuid_random(struct uuid *u)
{
    secret_random(u->b, sizeof u->b);
    u->b[6] = (unsigned char)((u->b[6] & 0x0f) | 0x40);
    u->b[8] = (unsigned char)((u->b[8] & 0x3f) | 0x80);
}

bool uuid_is_nil(const struct uuid *u)
{
    static const struct uuid nil;

    return uuid_eq(u, &nil);
}

bool uuid_eq(const struct uuid *a, const struct uuid *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

static bool dash_before(size_t byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

void uuid_format(const struct uuid *u, char out[UUID_TEXT + 1])
{
    for (size_t i = 0; i < sizeof u->b; i++) {
        if (dash_before(i))
            *out++ = '-';
        text_hex(out, &u->b[i], 1);
        out += 2;
    }
}

int uuid_parse(struct uuid *u, const char *s, size_t len)
{
    struct uuid got;

    if (len != UUID_TEXT)
        return ERR_FORMAT;
    for (size_t i = 0; i < sizeof got.b; i++) {
        if (dash_before(i) && *s++ != '-')
            return ERR_FORMAT;
        if (text_unhex(&got.b[i], 1, s, 2) != ERR_OK)
            return ERR_FORMAT;
        s += 2;
    }
    *u = got;
    return ERR_OK;
}
