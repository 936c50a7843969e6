/* SPDX-License-Identifier: EUPL-1.2 */
/* One file of the journal, a row of frames; a frame is what was made durable at once:
 *
 *   magic "JLF1" | u64 index of the first entry | u32 entries | u32 payload bytes
 *   | check 16 (BLAKE2b-128 of the 20 bytes before)
 *   | payload: for each entry lv16 canonical bytes
 *   | hash 32 (BLAKE2b-256 of everything before it in the frame)
 */
#ifndef JALON_SEALER_SEGMENT_H
#define JALON_SEALER_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define SEGMENT_HEADER 36
#define SEGMENT_HASH 32
#define SEGMENT_PAYLOAD (64u * (2 + 65535)) /* a request's worth of the longest entries */
#define SEGMENT_FRAME (SEGMENT_HEADER + SEGMENT_PAYLOAD + SEGMENT_HASH)
#define SEGMENT_NAME 24

struct segment_header {
    uint64_t first;
    uint32_t entries;
    uint32_t payload;
};

enum segment_state {
    SEGMENT_GOOD,
    SEGMENT_SHORT, /* the file ends within the frame */
    SEGMENT_BAD
};

/* One entry; the bytes live until the return. Negative: stop and pass it on. Positive: stop, that was enough. */
typedef int (*segment_each_fn)(void *ctx, uint64_t index, const unsigned char *p, size_t n);

void segment_name(char out[SEGMENT_NAME], uint32_t number);
/* openat with these flags; a descriptor or -1 and errno. */
int segment_open(int folder, uint32_t number, int flags);
int segment_size(int fd, uint64_t *size) __attribute__((warn_unused_result));
int segment_write(int fd, const unsigned char *p, size_t n, uint64_t offset) __attribute__((warn_unused_result));

/* Bytes of the whole frame. */
uint64_t segment_length(const struct segment_header *h);
/* The header at offset. ERR_INTEGRITY when there is none. */
int segment_header(int fd, uint64_t offset, struct segment_header *h) __attribute__((warn_unused_result));
/* The frame at offset of a file that ends at end, into b (of SEGMENT_FRAME); h is filled and b holds it all only when
 * the state is good. */
int segment_load(int fd, uint64_t offset, uint64_t end, struct segment_header *h, struct buf *b,
                 enum segment_state *state) __attribute__((warn_unused_result));
/* Shows the entries of a good frame whose index is in [from, to). What each last answered. */
int segment_each(const struct segment_header *h, const struct buf *b, uint64_t from, uint64_t to, segment_each_fn each,
                 void *ctx) __attribute__((warn_unused_result));
/* What lies from offset to the end is in this state: was it torn by a crash? Uses b. */
int segment_judge(int fd, uint64_t offset, uint64_t end, enum segment_state state, struct buf *b, bool *torn)
    __attribute__((warn_unused_result));

/* Begins a frame: room for its header, after which the entries are added. */
void segment_begin(struct buf *frame);
/* Fills the header and adds the hash. */
int segment_finish(struct buf *frame, uint64_t first, uint32_t entries) __attribute__((warn_unused_result));

#endif
