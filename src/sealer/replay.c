/* SPDX-License-Identifier: EUPL-1.2 */
/* Every entry is read, though of most nothing is needed but the hash: what cannot be read again is no log. Hashes are
 * compared with the file in blocks, and written only where they differ. */
#include "sealer/replay.h"

#include <string.h>

#include "base/err.h"

#include "base/banned.h"

#define HASHES_AT_ONCE 256

struct replay {
    struct sequence *s;
    int64_t hour_ago;
    sequence_leaf_fn leaf;
    void *ctx;
    uint64_t stored; /* leaves compared with the file so far */
    size_t waiting;
    struct tree_hash block[HASHES_AT_ONCE];
};

/* Makes the file hold these leaves; writes only where it does not. */
static int flush(struct replay *r)
{
    struct tree_hash there;
    bool same = true;
    for (size_t i = 0; i < r->waiting && same; i++) {
        int err = hashes_leaf(&r->s->hashes, r->stored + i, &there);
        if (err && err != ERR_INTEGRITY)
            return err;
        same = !err && memcmp(&there, &r->block[i], sizeof there) == 0;
    }
    int err = same ? ERR_OK : hashes_put(&r->s->hashes, r->stored, r->block, r->waiting);
    r->stored += r->waiting;
    r->waiting = 0;
    return err;
}

static int take_entry(void *ctx, uint64_t index, const unsigned char *p, size_t n)
{
    struct replay *r = ctx;
    struct sequence *s = r->s;
    struct tree_hash *leaf = &r->block[r->waiting];
    if (line_parse(&s->line, s->object, p, n) != ERR_OK)
        return ERR_INTEGRITY;
    tree_leaf(leaf, p, n);
    tree_frontier_add(&s->frontier, leaf);
    int err = r->leaf(r->ctx, index, leaf);
    if (err)
        return err;
    if (s->line.has_id)
        s->base = index + 1;
    if (s->line.at_us > s->last_us)
        s->last_us = s->line.at_us;
    if (s->line.at_us > r->hour_ago)
        ceiling_replay(s->ceiling, &s->line, index);
    return ++r->waiting == HASHES_AT_ONCE ? flush(r) : ERR_OK;
}

int replay_journal(struct sequence *s, int folder, int64_t now_us, sequence_leaf_fn leaf, void *ctx, uint64_t *cut,
                   struct journal_fault *fault)
{
    struct replay r = {.s = s, .hour_ago = now_us - CEILING_HOUR_US, .leaf = leaf, .ctx = ctx};
    int err = journal_open(&s->journal, folder, JOURNAL_SEGMENT, take_entry, &r, cut, fault);
    return err ? err : flush(&r);
}
