/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The files of the journal in a row: written at the end, made durable, read back, never changed. sequence.c appends and
 * replays, head.c reads back before it signs, verbs.c reads the tail for the worker. Memory does not grow with the
 * log: a file that is asked for is found by halving over the first headers, a frame in it by walking over headers, and
 * those who read on keep a cursor.
 */
#include "sealer/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/fdio.h"
#include "base/log.h"
#include "sealer/ending.h"

#include "base/banned.h"

static int fault_at(struct journal_fault *fault, uint32_t segment, uint64_t offset, const char *why)
{
    segment_name(fault->file, segment);
    fault->offset = offset;
    fault->why = why;
    return ERR_INTEGRITY;
}

/* What is behind the last good frame of the file that was scanned. */
static int judge_end(struct journal *j, int fd, uint64_t end, bool last, enum segment_state state,
                     struct segment_view *v, uint64_t *cut, struct journal_fault *fault)
{
    enum ending what;
    int err = ending_judge(fd, j->offset, end, state, v, &what);
    if (err)
        return err;
    if (!last || what == ENDING_BROKEN)
        return fault_at(fault, j->segment, j->offset, "a frame is broken");
    if (what == ENDING_TORN)
        *cut = end - j->offset;
    return ERR_OK;
}

/* All frames of one file; leaves j->offset behind the last good one. */
static int scan_segment(struct journal *j, int fd, bool last, struct segment_view *v, segment_each_fn each, void *ctx,
                        uint64_t *cut, struct journal_fault *fault)
{
    int err = segment_size(fd, &j->end);
    j->offset = 0;
    while (!err && j->offset < j->end) {
        struct segment_header h;
        enum segment_state state;
        const unsigned char *frame;
        err = segment_load(fd, j->offset, j->end, v, &h, &frame, &state);
        if (err)
            return err;
        if (state != SEGMENT_GOOD)
            return judge_end(j, fd, j->end, last, state, v, cut, fault);
        if (h.first != j->next)
            return fault_at(fault, j->segment, j->offset, "a frame is missing or stands twice");
        err = segment_each(&h, frame, 0, UINT64_MAX, each, ctx);
        if (err)
            return err == ERR_INTEGRITY ? fault_at(fault, j->segment, j->offset, "an entry is not canonical") : err;
        j->offset += segment_length(&h);
        j->next += h.entries;
    }
    return err;
}

/* The number of the last file; files must be numbered without a gap. */
static int count_segments(struct journal *j, uint32_t *last, struct journal_fault *fault)
{
    uint32_t found = 0, highest = 0;
    int fd = openat(j->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    if (!d) {
        fdio_close(&fd);
        return ERR_IO;
    }
    const struct dirent *e;
    while ((e = readdir(d))) {
        char name[SEGMENT_NAME];
        if (strncmp(e->d_name, "log-", 4) != 0)
            continue;
        unsigned long n = strtoul(e->d_name + 4, NULL, 10);
        segment_name(name, (uint32_t)n);
        if (n == 0 || n > UINT32_MAX || strcmp(name, e->d_name) != 0)
            continue;
        found++;
        highest = n > highest ? (uint32_t)n : highest;
    }
    (void)closedir(d);
    *last = highest;
    return found == highest ? ERR_OK : fault_at(fault, highest, 0, "a file before this one is missing");
}

int journal_open(struct journal *j, int folder, uint64_t segment_max, segment_each_fn each, void *ctx, uint64_t *cut,
                 struct journal_fault *fault)
{
    struct segment_view v;
    uint64_t torn = 0;
    uint32_t last;
    segment_view_init(&v);
    *j = (struct journal){.folder = folder, .fd = -1, .segment_max = segment_max};
    int err = count_segments(j, &last, fault);
    for (uint32_t s = 1; !err && s <= last; s++) {
        fdio_close(&j->fd);
        j->segment = s;
        j->fd = segment_open(j->folder, s, O_RDWR);
        err = j->fd < 0 ? ERR_IO : scan_segment(j, j->fd, s == last, &v, each, ctx, &torn, fault);
        buf_reset(&v.bytes); /* the next file has other bytes there */
    }
    segment_view_release(&v);
    j->dirty = torn > 0;
    if (cut)
        *cut = torn;
    if (err)
        journal_close(j);
    return err;
}

void journal_close(struct journal *j)
{
    fdio_close(&j->fd);
}

/* The last file ends behind its last good frame. */
static int trim(struct journal *j)
{
    if (ftruncate(j->fd, (off_t)j->offset) != 0 || fdatasync(j->fd) != 0)
        return ERR_IO;
    j->end = j->offset;
    return ERR_OK;
}

int journal_mend(struct journal *j)
{
    int err = j->dirty ? trim(j) : ERR_OK;
    j->dirty = err != ERR_OK;
    return err;
}

/* --- appending --- */

static int next_segment(struct journal *j)
{
    int fd SCOPED_FD;
    uint64_t size;
    int err = j->fd >= 0 && j->end > j->offset ? trim(j) : ERR_OK; /* only the last file has room */
    if (err)
        return err;
    fd = segment_open(j->folder, j->segment + 1, O_RDWR | O_CREAT);
    if (fd < 0)
        return ERR_IO;
    err = segment_size(fd, &size);
    if (err)
        return err;
    if (size != 0)
        return ERR_INTEGRITY; /* somebody else writes here */
    if (fsync(j->folder) != 0)
        return ERR_IO;
    fdio_close(&j->fd);
    j->fd = fd;
    fd = -1;
    j->segment++;
    j->offset = j->end = 0;
    return ERR_OK;
}

int journal_append(struct journal *j, struct buf *frame, uint32_t entries)
{
    int err = segment_finish(frame, j->next, entries);
    if (!err)
        err = journal_mend(j);
    if (!err && (j->fd < 0 || j->offset >= j->segment_max))
        err = next_segment(j);
    if (err)
        return err;
    if (segment_write(j->fd, frame, j->offset, &j->end) != ERR_OK || fdatasync(j->fd) != 0) {
        /* After a failed flush nobody knows what is on the disk: all of it goes. */
        int why = errno;
        j->dirty = true;
        if (journal_mend(j) != ERR_OK)
            log_warn("a frame that nobody was told about stays at the end of the journal for now");
        errno = why;
        return ERR_IO;
    }
    j->offset += frame->len;
    j->next += entries;
    return ERR_OK;
}

/* --- reading back --- */

/* Index of the first entry of a file that is not the last. */
static int segment_first(const struct journal *j, uint32_t segment, uint64_t *first)
{
    struct segment_header h;
    int fd SCOPED_FD;
    fd = segment_open(j->folder, segment, O_RDONLY);
    int err = fd < 0 ? ERR_IO : segment_header(fd, 0, &h);
    if (!err)
        *first = h.first;
    return err;
}

/* Puts the cursor at or before the frame that holds from, at most one file away. */
static int seek(const struct journal *j, struct journal_cursor *c, uint64_t from)
{
    uint32_t low = 1, high = j->segment;
    uint64_t first = 0;
    if (c->segment == j->segment && c->index <= from)
        return ERR_OK;
    /* The last file may be empty: it begins where the log ends. */
    while (low < high) {
        uint32_t middle = low + (high - low + 1) / 2;
        uint64_t f = j->next;
        int err = middle == j->segment && j->offset == 0 ? ERR_OK : segment_first(j, middle, &f);
        if (err)
            return err;
        if (f <= from) {
            low = middle;
            first = f;
        } else {
            high = middle - 1;
        }
    }
    if (c->segment != low || c->index > from)
        *c = (struct journal_cursor){.segment = low, .index = first};
    return ERR_OK;
}

/* From the cursor to the end of one file, or until enough was shown. Positive: enough. */
static int read_segment(int fd, uint64_t end, struct journal_cursor *c, struct segment_view *v, uint64_t from,
                        uint64_t to, segment_each_fn each, void *ctx)
{
    while (c->offset < end && c->index < to) {
        struct segment_header h;
        enum segment_state state;
        const unsigned char *frame;
        int err = segment_peek(fd, c->offset, end, v, &h, &state);
        if (!err && state == SEGMENT_GOOD && h.first + h.entries > from)
            err = segment_load(fd, c->offset, end, v, &h, &frame, &state);
        if (err)
            return err;
        if (state != SEGMENT_GOOD || h.first != c->index)
            return ERR_INTEGRITY;
        if (h.first + h.entries > from) {
            err = segment_each(&h, frame, from, to, each, ctx);
            if (err)
                return err;
            if (h.first + h.entries > to)
                return 1;
        }
        c->offset += segment_length(&h);
        c->index += h.entries;
    }
    return c->index >= to ? 1 : ERR_OK;
}

/* File after file from the cursor's on. */
static int read_on(const struct journal *j, struct journal_cursor *c, struct segment_view *v, uint64_t from,
                   uint64_t to, segment_each_fn each, void *ctx)
{
    for (;;) {
        int fd SCOPED_FD;
        uint64_t end = j->offset;
        int err = ERR_OK;
        fd = segment_open(j->folder, c->segment, O_RDONLY);
        if (fd < 0)
            return ERR_IO;
        if (c->segment != j->segment)
            err = segment_size(fd, &end);
        if (!err)
            err = read_segment(fd, end, c, v, from, to, each, ctx);
        if (err)
            return err < 0 ? err : ERR_OK;
        if (c->segment >= j->segment)
            return ERR_INTEGRITY; /* the files hold less than was written */
        c->segment++;
        c->offset = 0;
        buf_reset(&v->bytes);
    }
}

int journal_read(const struct journal *j, struct journal_cursor *c, uint64_t from, uint64_t to, segment_each_fn each,
                 void *ctx)
{
    struct segment_view v;
    if (from >= to)
        return ERR_OK;
    if (to > j->next)
        return ERR_LIMIT;
    int err = seek(j, c, from);
    segment_view_init(&v);
    if (!err)
        err = read_on(j, c, &v, from, to, each, ctx);
    segment_view_release(&v);
    return err;
}
