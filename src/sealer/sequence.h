/* SPDX-License-Identifier: EUPL-1.2 */
/* The log as it grows: requests become canonical entries, many requests become one durable frame of the journal, and
 * only then does anything count. One thread. */
#ifndef JALON_SEALER_SEQUENCE_H
#define JALON_SEALER_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/line.h"
#include "audit/tree.h"
#include "base/buf.h"
#include "sealer/ceiling.h"
#include "sealer/hashes.h"
#include "sealer/journal.h"

enum sequence_answer {
    SEQUENCE_ADDED,    /* the entries are in the batch */
    SEQUENCE_REFUSED,  /* over a ceiling: one entry that says so is in the batch instead */
    SEQUENCE_STALE,    /* another write entry is there at or after the base */
    SEQUENCE_BAD,      /* not a lawful request */
    SEQUENCE_LATER,    /* the batch is full: commit and ask again */
    SEQUENCE_NO_MEMORY
};

struct sequence {
    struct journal journal;
    struct hashes hashes;
    struct tree_frontier frontier; /* of everything durable */
    struct ceiling *ceiling;
    uint64_t base;   /* 1 + index of the last write entry, 0 before the first */
    int64_t last_us; /* time of the last entry */

    /* the batch */
    struct buf frame;
    uint32_t count;
    size_t objects;
    uint64_t batch_base;
    int64_t at_us;

    /* scratch */
    struct buf text;
    struct line line;
    struct line_object object[LINE_OBJECTS];
};

/* Each entry's leaf hash at start, in order. An error stops. */
typedef int (*sequence_leaf_fn)(void *ctx, uint64_t index, const struct tree_hash *leaf);

/* Opens journal and hashes in a folder and replays all of it. *cut: as journal_open; nothing is cut off yet.
 * ERR_INTEGRITY with fault (whose why is NULL when it was leaf that stopped). After an error only sequence_close may
 * follow. */
int sequence_open(struct sequence *s, int folder, const struct ceiling_limits *limits, int64_t now_us,
                  sequence_leaf_fn leaf, void *ctx, uint64_t *cut, struct journal_fault *fault)
    __attribute__((warn_unused_result));
void sequence_close(struct sequence *s);

uint64_t sequence_size(const struct sequence *s);

/* Begins an empty batch. Its time is now_us, or that of the last entry when the clock went back. */
void sequence_begin(struct sequence *s, int64_t now_us);
/* The body of SEALER_APPEND or, with writes, SEALER_WRITES; all of it or nothing. *first: index that its first entry
 * will have. */
enum sequence_answer sequence_add(struct sequence *s, bool writes, const void *body, size_t n, uint64_t *first);
/* Makes the batch durable. After an error it is as if it had never been. */
int sequence_commit(struct sequence *s) __attribute__((warn_unused_result));

#endif
