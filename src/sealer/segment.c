/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One file of the journal and the frames in it: bytes in, bytes out, whole or not. journal.c puts the files in a row.
 * What is behind the last good frame at start was torn by a crash or is damage; the difference decides between cutting
 * it off and refusing to start, so it is not guessed: a header has a check of its own, hence a frame that says it is
 * longer than the file was cut short; a frame of full length was torn only if a whole disk sector of it is zero (the
 * text of entries has no zero byte) and no good frame follows. Everything else is damage.
 */
#include "sealer/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/line.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

#define CHECKED 20 /* bytes of the header that its check covers */
#define CHECK 16
#define SECTOR 512

static const unsigned char magic[4] = {'J', 'L', 'F', '1'};

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

int segment_write(int fd, const unsigned char *p, size_t n, uint64_t offset)
{
    while (n) {
        ssize_t put = pwrite(fd, p, n, (off_t)offset);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return ERR_IO;
        p += put;
        n -= (size_t)put;
        offset += (uint64_t)put;
    }
    return ERR_OK;
}

static void header_check(unsigned char out[CHECK], const unsigned char *p)
{
    secret_hash(out, CHECK, NULL, 0, p, CHECKED);
}

static bool header_parse(struct segment_header *h, const unsigned char *p)
{
    unsigned char check[CHECK];
    struct rd r;
    rd_init(&r, p, SEGMENT_HEADER);
    const unsigned char *m = rd_bytes(&r, sizeof magic);
    h->first = rd_u64(&r);
    h->entries = rd_u32(&r);
    h->payload = rd_u32(&r);
    header_check(check, p);
    return memcmp(m, magic, sizeof magic) == 0 && memcmp(check, p + CHECKED, CHECK) == 0 && h->entries > 0 &&
           h->payload <= SEGMENT_PAYLOAD;
}

int segment_header(int fd, uint64_t offset, struct segment_header *h)
{
    unsigned char p[SEGMENT_HEADER];
    int err = read_at(fd, p, sizeof p, offset);
    if (err)
        return err;
    return header_parse(h, p) ? ERR_OK : ERR_INTEGRITY;
}

uint64_t segment_length(const struct segment_header *h)
{
    return (uint64_t)SEGMENT_HEADER + h->payload + SEGMENT_HASH;
}

/* The hash holds and the payload is exactly so many entries. p is a whole frame. */
static bool is_whole(const struct segment_header *h, const unsigned char *p)
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

int segment_load(int fd, uint64_t offset, uint64_t end, struct segment_header *h, struct buf *b,
                 enum segment_state *state)
{
    buf_reset(b);
    *state = SEGMENT_SHORT;
    if (end - offset < SEGMENT_HEADER)
        return ERR_OK;
    unsigned char *p = buf_grow(b, SEGMENT_HEADER);
    int err = p ? read_at(fd, p, SEGMENT_HEADER, offset) : buf_err(b);
    if (err)
        return err;
    if (!header_parse(h, p)) {
        *state = SEGMENT_BAD;
        return ERR_OK;
    }
    if (end - offset < segment_length(h))
        return ERR_OK;
    size_t rest = (size_t)segment_length(h) - SEGMENT_HEADER;
    p = buf_grow(b, rest);
    err = p ? read_at(fd, p, rest, offset + SEGMENT_HEADER) : buf_err(b);
    if (!err)
        *state = is_whole(h, b->data) ? SEGMENT_GOOD : SEGMENT_BAD;
    return err;
}

int segment_each(const struct segment_header *h, const struct buf *b, uint64_t from, uint64_t to, segment_each_fn each,
                      void *ctx)
{
    struct rd r;
    int stop = 0;
    rd_init(&r, b->data + SEGMENT_HEADER, h->payload);
    for (uint32_t i = 0; i < h->entries && !stop; i++) {
        size_t n;
        uint64_t index = h->first + i;
        const unsigned char *p = rd_lv16(&r, &n, LINE_MAX_BYTES);
        if (index >= from && index < to)
            stop = each(ctx, index, p, n);
    }
    return stop;
}

/* p is what the file holds from offset to its end. */
static bool has_zero_sector(const unsigned char *p, size_t n, uint64_t offset)
{
    for (size_t i = 0; i < n;) {
        size_t left = SECTOR - (size_t)((offset + i) % SECTOR);
        size_t end = n - i < left ? n : i + left;
        while (i < end && p[i] == 0)
            i++;
        if (i == end)
            return true;
        i = end;
    }
    return false;
}

static bool has_good_frame(const unsigned char *p, size_t n)
{
    struct segment_header h;
    const unsigned char *at = p;
    while (n - (size_t)(at - p) >= SEGMENT_HEADER) {
        size_t left = n - (size_t)(at - p);
        at = memmem(at, left, magic, sizeof magic);
        if (!at)
            return false;
        left = n - (size_t)(at - p);
        if (left >= SEGMENT_HEADER && header_parse(&h, at) && segment_length(&h) <= left && is_whole(&h, at))
            return true;
        at++;
    }
    return false;
}

int segment_judge(int fd, uint64_t offset, uint64_t end, enum segment_state state, struct buf *b, bool *torn)
{
    *torn = state == SEGMENT_SHORT;
    if (*torn || end - offset > SEGMENT_FRAME)
        return ERR_OK;
    buf_reset(b);
    size_t n = (size_t)(end - offset);
    unsigned char *p = buf_grow(b, n);
    int err = p ? read_at(fd, p, n, offset) : buf_err(b);
    if (!err)
        *torn = has_zero_sector(p, n, offset) && !has_good_frame(p, n);
    return err;
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
    buf_bytes(&head, magic, sizeof magic);
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
