/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The difference decides between going on, cutting something off and refusing to start, so it is not guessed:
 *  - Zeros up to the end are room.
 *  - A header has a check of its own; hence a frame that says it is longer than the file was cut short.
 *  - Any other frame was torn only if what there is of it ends before its hash begins, or if a whole disk sector of it
 *    is zero (the text of entries has no zero byte), of a header that cannot be read one of its own sectors; and only
 *    if no good frame follows.
 * Everything else is damage. Zeros behind a broken frame are no excuse for it: behind the last one there always are.
 */
#include "sealer/ending.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"

#include "base/banned.h"

#define SECTOR 512

/* Of n bytes of a file from offset on. */
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
        at = memmem(at, left, SEGMENT_MAGIC, sizeof SEGMENT_MAGIC - 1);
        if (!at)
            return false;
        left = n - (size_t)(at - p);
        if (left >= SEGMENT_HEADER && segment_has_header(&h, at) && segment_length(&h) <= left &&
            segment_is_whole(&h, at))
            return true;
        at++;
    }
    return false;
}

/* The frame at p, which is not good, lost something on its way to the disk. written: where the zeros begin that go to
 * the end of the file. */
static bool lost_something(const unsigned char *p, size_t n, size_t written, uint64_t offset)
{
    struct segment_header h;
    size_t sectors = (size_t)((offset + SEGMENT_HEADER + SECTOR - 1) / SECTOR * SECTOR - offset);
    if (n < SEGMENT_HEADER || !segment_has_header(&h, p))
        return written < SEGMENT_HEADER || has_zero_sector(p, sectors < n ? sectors : n, offset);
    size_t length = (size_t)segment_length(&h);
    return written <= length - SEGMENT_HASH || has_zero_sector(p, length, offset);
}

int ending_judge(int fd, uint64_t offset, uint64_t end, enum segment_state state, struct segment_view *v,
                 enum ending *what)
{
    const unsigned char *p;
    size_t n = (size_t)(end - offset), written = n;
    *what = state == SEGMENT_SHORT ? ENDING_TORN : ENDING_BROKEN;
    if (end - offset > SEGMENT_FRAME + SEGMENT_ROOM)
        return ERR_OK;
    int err = segment_look(fd, offset, n, end, v, &p);
    if (err)
        return err;
    while (written > 0 && p[written - 1] == 0)
        written--;
    if (written == 0)
        *what = ENDING_CLEAN;
    else if (*what == ENDING_BROKEN && lost_something(p, n, written, offset) && !has_good_frame(p, n))
        *what = ENDING_TORN;
    return ERR_OK;
}
