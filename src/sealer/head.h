/* SPDX-License-Identifier: EUPL-1.2 */
/* The signed head: reads back what was appended, computes the root a second way, compares with the last head that was
 * signed, publishes tiles, then signs. A doubt is ERR_INTEGRITY, and the program stops without signing. */
#ifndef JALON_SEALER_HEAD_H
#define JALON_SEALER_HEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "audit/checkpoint.h"
#include "audit/tree.h"
#include "base/buf.h"
#include "sealer/hashes.h"
#include "sealer/journal.h"
#include "sealer/key.h"
#include "sealer/sequence.h"

#define HEAD_STEP 4096 /* entries that one call publishes at most, so that requests need not wait long */

struct head {
    const char *folder;
    const struct key *key;
    const char *origin;
    struct buf note;               /* the last signed checkpoint as published; empty before the first */
    uint64_t size;                 /* of it */
    struct tree_hash root;
    struct tree_frontier frontier; /* first routine, at size */
    struct hashes_settled settled; /* second routine, at size */
    struct hashes_settled next;    /* while publishing */
    struct journal_cursor cursor;
};

/* Loads the last checkpoint from the folder, if there is one, and checks that it is ours. The strings and the key must
 * stay valid. ERR_INTEGRITY, ERR_IO. */
int head_open(struct head *h, const char *folder, const struct key *key, const char *origin)
    __attribute__((warn_unused_result));
void head_close(struct head *h);

/* Start: every leaf of the journal in order, then the comparison with the last checkpoint: ERR_INTEGRITY when the
 * journal is shorter than what was signed or has another root. */
int head_replay(struct head *h, struct hashes *hashes, uint64_t index, const struct tree_hash *leaf)
    __attribute__((warn_unused_result));
int head_compare(struct head *h, struct sequence *s) __attribute__((warn_unused_result));

/* Publishes and signs the next HEAD_STEP entries or fewer; nothing when all is signed. ERR_INTEGRITY: doubt, nothing
 * was signed. ERR_IO and others: nothing was signed, try again later. */
int head_publish(struct head *h, struct sequence *s) __attribute__((warn_unused_result));

#endif
