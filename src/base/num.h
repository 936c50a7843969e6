/* SPDX-License-Identifier: EUPL-1.2 */
/* Arithmetic that cannot overflow unseen, and numbers out of text. */
#ifndef JALON_BASE_NUM_H
#define JALON_BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* false when the result does not fit; *out is then untouched. */
bool num_add(size_t a, size_t b, size_t *out) __attribute__((warn_unused_result));
bool num_mul(size_t a, size_t b, size_t *out) __attribute__((warn_unused_result));

/* The n characters at s as a decimal integer in [lo, hi]: digits only, an optional leading '-', no leading zero but
 * "0" itself. ERR_OK, ERR_FORMAT or ERR_LIMIT. */
int num_parse_i64(const char *s, size_t n, int64_t lo, int64_t hi, int64_t *out) __attribute__((warn_unused_result));

#endif
