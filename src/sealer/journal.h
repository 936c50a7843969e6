/* SPDX-License-Identifier: EUPL-1.2 */
/* The journal: the truth of the log. Files log-000001, log-000002, ... in one folder, each a row of frames (segment.h).
 * Nothing is ever rewritten. Only the end of the last file may be cut off: a frame that was torn by a crash or a full
 * disk, which nobody was told about. */
#ifndef JALON_SEALER_JOURNAL_H
#define JALON_SEALER_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "sealer/segment.h"

#define JOURNAL_SEGMENT (16u << 20) /* a new file is begun beyond this */

struct journal {
    int folder; /* the caller's */
    int fd;     /* the last file */
    uint32_t segment;
    uint64_t offset; /* good bytes of it */
    uint64_t end;    /* of the file: behind offset lies room (segment.h), or what is dirty */
    uint64_t next;   /* index of the next entry: the durable size */
    uint64_t segment_max;
    bool dirty; /* bytes behind offset must go before anything is written */
};

/* Where the journal is broken. */
struct journal_fault {
    char file[SEGMENT_NAME];
    uint64_t offset;
    const char *why;
};

/* Where a reader stopped; zeroed at first. Good for one journal only. */
struct journal_cursor {
    uint32_t segment;
    uint64_t offset;
    uint64_t index; /* of the first entry of the frame at offset */
};

/* Reads everything, checks every frame, and is then ready to append; *cut (may be NULL) tells how many bytes of a torn
 * frame are at the end, which go with journal_mend or the next append. ERR_INTEGRITY with fault filled. */
int journal_open(struct journal *j, int folder, uint64_t segment_max, segment_each_fn each, void *ctx, uint64_t *cut,
                 struct journal_fault *fault) __attribute__((warn_unused_result));
void journal_close(struct journal *j);
/* Cuts off what is behind the last good frame. ERR_IO. */
int journal_mend(struct journal *j) __attribute__((warn_unused_result));

/* Makes the frame (segment_begin, then the entries) durable. After an error nothing of it is in the journal, as far as
 * the system lets us; later calls try to cut it off again. ERR_IO, ERR_LIMIT, ERR_NOMEM. */
int journal_append(struct journal *j, struct buf *frame, uint32_t entries) __attribute__((warn_unused_result));

/* Entries from, from + 1, ... up to but not to itself, read back from the files and checked frame by frame.
 * ERR_INTEGRITY when the files no longer hold what was written. The cursor makes a next call cheap that goes on. */
int journal_read(const struct journal *j, struct journal_cursor *c, uint64_t from, uint64_t to, segment_each_fn each,
                 void *ctx) __attribute__((warn_unused_result));

#endif
