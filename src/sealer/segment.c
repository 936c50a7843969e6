/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One file of the journal and the frames in it: bytes in, bytes out, whole or not. journal.c puts the files in a row,
 * ending.c judges what lies behind the last good frame. Reading goes by long stretches, writing by one call for a frame
 * with the room behind it.
 */
#include "sealer/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "audit/line.h"
#include "base/err.h"
#include "base/rd.h"
#include "base/secret.h"

#include "base/banned.h"

#define CHECKED 20 /* bytes of the header that its check covers */
#define CHECK 16
#define ZEROS (16u << 10)

void segment_name(char out[SEGMENT_NAME], uint32_t number)
{
    (void)snprintf(out, SEGMENT_NAME, "log-%06u", number);
}

int segment_open(int folder, uint32_t number, int flags)
{
    char name[SEGMENT_NAME];
    segment_name(name, number);
    return openat(folder, name, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
}

int segment_size(int fd, uint64_t *size)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return ERR_IO;
    *size = (uint64_t)st.st_size;
    return ERR_OK;
}

static int read_at(int fd, unsigned char *p, size_t n, uint64_t offset)
{
    while (n) {
        ssize_t got = pread(fd, p, n, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 ? ERR_IO : ERR_INTEGRITY;
        p += got;
        n -= (size_t)got;
        offset += (uint64_t)got;
    }
    return ERR_OK;
}

/* The frame, and behind it zeros up to the end if it is beyond what there is. */
static int pieces(struct iovec *part, const struct buf *frame, uint64_t offset, uint64_t end)
{
    static const unsigned char zeros[ZEROS];
    uint64_t at = offset + frame->len;
    int n = 0;
    part[n++] = (struct iovec){frame->data, frame->len};
    for (; at < end; at += part[n++].iov_len)
        part[n] = (struct iovec){(void *)(uintptr_t)zeros, end - at < ZEROS ? (size_t)(end - at) : ZEROS};
    return n;
}

int segment_write(int fd, const struct buf *frame, uint64_t offset, uint64_t *end)
{
    struct iovec part[1 + SEGMENT_ROOM / ZEROS];
    uint64_t behind = offset + frame->len;
    uint64_t grown = behind <= *end ? 0 : (behind + SEGMENT_ROOM - 1) / SEGMENT_ROOM * SEGMENT_ROOM;
    int n = pieces(part, frame, offset, grown);
    size_t done = 0;
    while (done < frame->len) {
        ssize_t put = done == 0 ? pwritev(fd, part, n, (off_t)offset)
                                : pwrite(fd, frame->data + done, frame->len - done, (off_t)(offset + done));
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return ERR_IO;
        done += (size_t)put;
    }
    /* Less room than asked for is no failure: the next frame asks again. */
    if (offset + done > *end)
        *end = offset + done;
    return ERR_OK;
}

static void header_check(unsigned char out[CHECK], const unsigned char *p)
{
    secret_hash(out, CHECK, NULL, 0, p, CHECKED);
}

bool segment_has_header(struct segment_header *h, const unsigned char p[SEGMENT_HEADER])
{
    unsigned char check[CHECK];
    struct rd r;
    rd_init(&r, p, SEGMENT_HEADER);
    const unsigned char *m = rd_bytes(&r, sizeof SEGMENT_MAGIC - 1);
    h->first = rd_u64(&r);
    h->entries = rd_u32(&r);
    h->payload = rd_u32(&r);
    header_check(check, p);
    return memcmp(m, SEGMENT_MAGIC, sizeof SEGMENT_MAGIC - 1) == 0 && memcmp(check, p + CHECKED, CHECK) == 0 &&
           h->entries > 0 && h->payload <= SEGMENT_PAYLOAD;
}

int segment_header(int fd, uint64_t offset, struct segment_header *h)
{
    unsigned char p[SEGMENT_HEADER];
    int err = read_at(fd, p, sizeof p, offset);
    if (err)
        return err;
    return segment_has_header(h, p) ? ERR_OK : ERR_INTEGRITY;
}

uint64_t segment_length(const struct segment_header *h)
{
    return (uint64_t)SEGMENT_HEADER + h->payload + SEGMENT_HASH;
}

bool segment_is_whole(const struct segment_header *h, const unsigned char *p)
{
    unsigned char hash[SEGMENT_HASH];
    struct rd r;
    size_t covered = SEGMENT_HEADER + (size_t)h->payload;
    secret_hash(hash, sizeof hash, NULL, 0, p, covered);
    if (memcmp(hash, p + covered, sizeof hash) != 0)
        return false;
    rd_init(&r, p + SEGMENT_HEADER, h->payload);
    for (uint32_t i = 0; i < h->entries && !r.bad; i++) {
        size_t n;
        (void)rd_lv16(&r, &n, LINE_MAX_BYTES);
    }
    return rd_end(&r) == ERR_OK;
}

void segment_view_init(struct segment_view *v)
{
    v->at = 0;
    buf_init(&v->bytes, SEGMENT_FRAME + SEGMENT_ROOM);
}

void segment_view_release(struct segment_view *v)
{
    buf_release(&v->bytes);
}

int segment_look(int fd, uint64_t offset, size_t n, uint64_t end, struct segment_view *v, const unsigned char **p)
{
    size_t most = end - offset < SEGMENT_AHEAD ? (size_t)(end - offset) : SEGMENT_AHEAD;
    *p = NULL;
    if (offset < v->at || offset - v->at > v->bytes.len || v->bytes.len - (offset - v->at) < n) {
        buf_reset(&v->bytes);
        v->at = offset;
        unsigned char *to = buf_grow(&v->bytes, n > most ? n : most);
        int err = to ? read_at(fd, to, v->bytes.len, offset) : buf_err(&v->bytes);
        if (err) {
            buf_reset(&v->bytes);
            return err;
        }
    }
    *p = v->bytes.data + (offset - v->at);
    return ERR_OK;
}

int segment_peek(int fd, uint64_t offset, uint64_t end, struct segment_view *v, struct segment_header *h,
                 enum segment_state *state)
{
    const unsigned char *p;
    *state = SEGMENT_SHORT;
    if (end - offset < SEGMENT_HEADER)
        return ERR_OK;
    int err = segment_look(fd, offset, SEGMENT_HEADER, end, v, &p);
    if (err)
        return err;
    if (!segment_has_header(h, p))
        *state = SEGMENT_BAD;
    else if (end - offset >= segment_length(h))
        *state = SEGMENT_GOOD;
    return ERR_OK;
}

int segment_load(int fd, uint64_t offset, uint64_t end, struct segment_view *v, struct segment_header *h,
                 const unsigned char **frame, enum segment_state *state)
{
    *frame = NULL;
    int err = segment_peek(fd, offset, end, v, h, state);
    if (err || *state != SEGMENT_GOOD)
        return err;
    err = segment_look(fd, offset, (size_t)segment_length(h), end, v, frame);
    if (!err && !segment_is_whole(h, *frame))
        *state = SEGMENT_BAD;
    return err;
}

int segment_each(const struct segment_header *h, const unsigned char *frame, uint64_t from, uint64_t to,
                 segment_each_fn each, void *ctx)
{
    struct rd r;
    int stop = 0;
    rd_init(&r, frame + SEGMENT_HEADER, h->payload);
    for (uint32_t i = 0; i < h->entries && !stop; i++) {
        size_t n;
        uint64_t index = h->first + i;
        const unsigned char *p = rd_lv16(&r, &n, LINE_MAX_BYTES);
        if (index >= from && index < to)
            stop = each(ctx, index, p, n);
    }
    return stop;
}

void segment_begin(struct buf *frame)
{
    buf_reset(frame);
    (void)buf_grow(frame, SEGMENT_HEADER);
}

int segment_finish(struct buf *frame, uint64_t first, uint32_t entries)
{
    unsigned char hash[SEGMENT_HASH];
    struct buf head SCOPED_BUF;
    if (buf_err(frame))
        return buf_err(frame);
    size_t payload = frame->len - SEGMENT_HEADER;
    if (payload > SEGMENT_PAYLOAD)
        return ERR_LIMIT;
    buf_init(&head, SEGMENT_HEADER);
    buf_bytes(&head, SEGMENT_MAGIC, sizeof SEGMENT_MAGIC - 1);
    buf_u64(&head, first);
    buf_u32(&head, entries);
    buf_u32(&head, (uint32_t)payload);
    unsigned char *check = buf_grow(&head, CHECK);
    if (!check)
        return buf_err(&head);
    header_check(check, head.data);
    memcpy(frame->data, head.data, SEGMENT_HEADER);
    secret_hash(hash, sizeof hash, NULL, 0, frame->data, frame->len);
    buf_bytes(frame, hash, sizeof hash);
    return buf_err(frame);
}
