/* SPDX-License-Identifier: EUPL-1.2 */
/* One file of the journal, a row of frames; a frame is what was made durable at once:
 *
 *   magic "JLF1" | u64 index of the first entry | u32 entries | u32 payload bytes
 *   | check 16 (BLAKE2b-128 of the 20 bytes before)
 *   | payload: for each entry lv16 canonical bytes
 *   | hash 32 (BLAKE2b-256 of everything before it in the frame)
 *
 * The file that is being written ends in zeros, the room: a flush of bytes that lie there already costs the system half
 * of one that makes a file longer. A file that is finished has no room.
 */
#ifndef JALON_SEALER_SEGMENT_H
#define JALON_SEALER_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define SEGMENT_MAGIC "JLF1"
#define SEGMENT_HEADER 36
#define SEGMENT_HASH 32
#define SEGMENT_PAYLOAD (64u * (2 + 65535)) /* a request's worth of the longest entries */
#define SEGMENT_FRAME (SEGMENT_HEADER + SEGMENT_PAYLOAD + SEGMENT_HASH)
#define SEGMENT_NAME 24
#define SEGMENT_ROOM (256u << 10) /* a file grows to the next multiple of this */
#define SEGMENT_AHEAD (64u << 10) /* bytes that are read at once */

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

/* A stretch of one file in memory; of at most a frame and the room behind it. */
struct segment_view {
    struct buf bytes;
    uint64_t at;
};

/* One entry; the bytes live until the return. Negative: stop and pass it on. Positive: stop, that was enough. */
typedef int (*segment_each_fn)(void *ctx, uint64_t index, const unsigned char *p, size_t n);

void segment_name(char out[SEGMENT_NAME], uint32_t number);
/* openat with these flags; a descriptor or -1 and errno. */
int segment_open(int folder, uint32_t number, int flags);
int segment_size(int fd, uint64_t *size) __attribute__((warn_unused_result));
/* Writes the frame at offset of a file that has room up to *end; where that is not enough the file grows, as far as
 * there is space for more than the frame, and *end with it. Nothing is flushed. ERR_IO. */
int segment_write(int fd, const struct buf *frame, uint64_t offset, uint64_t *end) __attribute__((warn_unused_result));

/* Bytes of the whole frame. */
uint64_t segment_length(const struct segment_header *h);
/* The header at offset. ERR_INTEGRITY when there is none. */
int segment_header(int fd, uint64_t offset, struct segment_header *h) __attribute__((warn_unused_result));
/* Is there a header at p? Then h. */
bool segment_has_header(struct segment_header *h, const unsigned char p[SEGMENT_HEADER]);
/* p is a frame of this header, all of it: its hash holds and its payload is exactly so many entries. */
bool segment_is_whole(const struct segment_header *h, const unsigned char *p);

void segment_view_init(struct segment_view *v);
void segment_view_release(struct segment_view *v);
/* n bytes from offset on of a file that ends at end, at least n behind it; in v until its next use. ERR_INTEGRITY when
 * the file ends before. */
int segment_look(int fd, uint64_t offset, size_t n, uint64_t end, struct segment_view *v, const unsigned char **p)
    __attribute__((warn_unused_result));
/* The header at offset of a file that ends at end: state and h as for segment_load, but the frame's hash is not
 * looked at. */
int segment_peek(int fd, uint64_t offset, uint64_t end, struct segment_view *v, struct segment_header *h,
                 enum segment_state *state) __attribute__((warn_unused_result));
/* The frame at offset; h is filled and *frame is all of it (in v, until its next use) only when the state is good. */
int segment_load(int fd, uint64_t offset, uint64_t end, struct segment_view *v, struct segment_header *h,
                 const unsigned char **frame, enum segment_state *state) __attribute__((warn_unused_result));
/* Shows the entries of a good frame whose index is in [from, to). What each last answered. */
int segment_each(const struct segment_header *h, const unsigned char *frame, uint64_t from, uint64_t to,
                 segment_each_fn each, void *ctx) __attribute__((warn_unused_result));
/* Begins a frame: room for its header, after which the entries are added. */
void segment_begin(struct buf *frame);
/* Fills the header and adds the hash. */
int segment_finish(struct buf *frame, uint64_t first, uint32_t entries) __attribute__((warn_unused_result));

#endif
