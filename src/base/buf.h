/* SPDX-License-Identifier: EUPL-1.2 */
/* A growable buffer with a cap at birth; base/rd.h reads its bytes. It is sticky: after the first failure every further
 * call does nothing, and one look at the end tells. Integers are big-endian. */
#ifndef JALON_BASE_BUF_H
#define JALON_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    unsigned char *data; /* owned; not NUL-terminated */
    size_t len;
    size_t cap;
    size_t max;          /* never grows past this */
    bool secret;         /* wiped whenever memory is given back, also while growing */
    bool failed;         /* out of memory or over max: contents are then undefined */
    bool nomem;          /* which of the two */
};

void buf_init(struct buf *b, size_t max);
void buf_init_secret(struct buf *b, size_t max);
/* Frees (and wipes when secret). b may be reused after buf_init. Safe on a zeroed struct. */
void buf_release(struct buf *b);
/* Empties without giving memory back (wiping when secret) and clears the failure. */
void buf_reset(struct buf *b);

void buf_u8(struct buf *b, uint8_t v);
void buf_u16(struct buf *b, uint16_t v);
void buf_u32(struct buf *b, uint32_t v);
void buf_u64(struct buf *b, uint64_t v);
void buf_i64(struct buf *b, int64_t v);
void buf_bytes(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s);                  /* the characters, no NUL, no length */
void buf_dec(struct buf *b, int64_t v);                      /* "-17" */
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_lv8(struct buf *b, const void *p, size_t n);        /* length in 1 byte, then the bytes; n <= 255 */
void buf_lv16(struct buf *b, const void *p, size_t n);
void buf_lv32(struct buf *b, const void *p, size_t n);
/* Room for n bytes at the end, already counted in len; NULL after a failure. Valid until the next call. */
unsigned char *buf_grow(struct buf *b, size_t n);
/* NUL after the last byte (not counted), so that data reads as a string; NULL after a failure. */
const char *buf_cstr(struct buf *b);
/* ERR_OK, ERR_NOMEM or ERR_LIMIT. */
int buf_err(const struct buf *b) __attribute__((warn_unused_result));

/* Scope-bound: struct buf b SCOPED_BUF; buf_init(&b, ...) */
#define SCOPED_BUF __attribute__((cleanup(buf_release))) = {0}

#endif
