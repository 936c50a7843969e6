/* SPDX-License-Identifier: EUPL-1.2 */
/* The identifier of everything: 16 random bytes (RFC 4122 version 4), shown in the usual 36 characters. */
#ifndef JALON_BASE_UUID_H
#define JALON_BASE_UUID_H

#include <stdbool.h>
#include <stddef.h>

#define UUID_TEXT 36

struct uuid {
    unsigned char b[16];
};

void uuid_random(struct uuid *u);
bool uuid_is_nil(const struct uuid *u);
bool uuid_eq(const struct uuid *a, const struct uuid *b);
void uuid_format(const struct uuid *u, char out[UUID_TEXT + 1]);
/* Lower-case canonical form only. ERR_OK or ERR_FORMAT. */
int uuid_parse(struct uuid *u, const char *s, size_t len) __attribute__((warn_unused_result));

#endif
