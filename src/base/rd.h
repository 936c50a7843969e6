/* SPDX-License-Identifier: EUPL-1.2 */
/* A cursor over the bytes of a message. It is sticky: after the first failure every further call does nothing, and one
 * look at the end tells. Integers are big-endian. */
#ifndef JALON_BASE_RD_H
#define JALON_BASE_RD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rd {
    const unsigned char *p;
    const unsigned char *end;
    bool bad;
};

void rd_init(struct rd *r, const void *p, size_t n);
uint8_t rd_u8(struct rd *r);
uint16_t rd_u16(struct rd *r);
uint32_t rd_u32(struct rd *r);
uint64_t rd_u64(struct rd *r);
int64_t rd_i64(struct rd *r);
/* The next n bytes in place, or NULL (and bad). They live as long as the input. */
const unsigned char *rd_bytes(struct rd *r, size_t n);
void rd_copy(struct rd *r, void *out, size_t n);             /* zeroes out when bad */
/* Length-prefixed bytes in place; max bounds the length. NULL and *n = 0 when bad. */
const unsigned char *rd_lv8(struct rd *r, size_t *n, size_t max);
const unsigned char *rd_lv16(struct rd *r, size_t *n, size_t max);
const unsigned char *rd_lv32(struct rd *r, size_t *n, size_t max);
size_t rd_left(const struct rd *r);
/* ERR_OK only when nothing went wrong and every byte was consumed, else ERR_FORMAT. */
int rd_end(const struct rd *r) __attribute__((warn_unused_result));

#endif
