/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Verify before signing. What is recomputed each time, and what is not:
 *  - Every entry since the last head is read back from the journal's files (frame hash checked) and its leaf hashed
 *    again; it must equal the leaf hash that was stored when the entry was appended.
 *  - The new root is computed twice: by the frontier, which goes on from the last head, and by the recursion of the RFC
 *    over the stored hashes, with new nodes made by tree_root_of from leaves that were just checked.
 *  - Older entries are not read again. Their stored node hashes must still lead to the last signed root: that is what
 *    the consistency proof from the last head to the new one, checked by audit/, says. At start the whole journal is.
 * So a head costs what is new plus a logarithm. Order: entries, hash tiles, checkpoint; each is flushed before the
 * next, and partial tiles go only when a head is out that does not need them.
 */
#include "sealer/head.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "audit/line.h"
#include "base/err.h"
#include "base/file.h"
#include "sealer/tiles.h"

#include "base/banned.h"

#define NOTE_MAX 4096
#define CHECKPOINT_MODE 0640

static int checkpoint_path(const struct head *h, char out[PATH_MAX])
{
    int n = snprintf(out, PATH_MAX, "%s/checkpoint", h->folder);
    return n > 0 && n < PATH_MAX ? ERR_OK : ERR_LIMIT;
}

/* The note in h->note, checked and taken over. */
static int adopt(struct head *h)
{
    struct checkpoint c;
    unsigned char signature[64];
    size_t body_n;
    const char *text = (const char *)h->note.data;
    if (checkpoint_parse(&c, text, h->note.len, key_public(h->key), &body_n, signature) != ERR_OK)
        return ERR_INTEGRITY;
    if (strcmp(c.origin, h->origin) != 0)
        return ERR_INTEGRITY;
    h->size = c.size;
    h->root = c.root;
    return key_check(h->key, text, body_n, signature);
}

/* The tiles that the last full ones replaced, should a crash have come between the head and their removal. */
static void sweep(const struct head *h)
{
    for (int k = 0; k < HASHES_LEVELS; k++) {
        uint64_t full = h->size >> (8 * (k + 1));
        if (full == 0)
            return;
        tiles_drop_partial(h->folder, k, full - 1);
        if (k == 0)
            tiles_drop_partial(h->folder, TILES_ENTRIES, full - 1);
    }
}

int head_open(struct head *h, const char *folder, const struct key *key, const char *origin)
{
    char path[PATH_MAX];
    *h = (struct head){.folder = folder, .key = key, .origin = origin};
    buf_init(&h->note, NOTE_MAX);
    tree_frontier_init(&h->frontier);
    int err = checkpoint_path(h, path);
    if (!err)
        err = file_load(path, &h->note);
    if (err == ERR_NOTFOUND)
        return ERR_OK;
    if (!err)
        err = adopt(h);
    if (!err)
        sweep(h);
    return err == ERR_LIMIT ? ERR_INTEGRITY : err;
}

void head_close(struct head *h)
{
    buf_release(&h->note);
}

int head_replay(struct head *h, struct hashes *hashes, uint64_t index, const struct tree_hash *leaf)
{
    if (index >= h->size)
        return ERR_OK;
    tree_frontier_add(&h->frontier, leaf);
    return hashes_settle(hashes, &h->settled, leaf, NULL, NULL);
}

/* Both routines at this size agree: that is the root. */
static int root_twice(struct hashes *hashes, const struct tree_frontier *f, const struct hashes_settled *s,
                      struct tree_hash *root)
{
    struct tree_hash other;
    if (f->size != s->size)
        return ERR_INTEGRITY;
    tree_frontier_root(f, &other);
    int err = hashes_root(hashes, s, s->size, root);
    if (!err && memcmp(root, &other, sizeof other) != 0)
        err = ERR_INTEGRITY;
    return err;
}

int head_compare(struct head *h, struct sequence *s)
{
    struct tree_hash root;
    if (h->size == 0 && h->note.len == 0)
        return ERR_OK;
    if (h->size > sequence_size(s))
        return ERR_INTEGRITY;
    int err = root_twice(&s->hashes, &h->frontier, &h->settled, &root);
    if (!err && memcmp(&root, &h->root, sizeof root) != 0)
        err = ERR_INTEGRITY;
    return err;
}

/* --- publishing --- */

struct step {
    struct head *h;
    struct sequence *s;
    struct tree_frontier frontier;
    struct tiles_bundle bundle;
};

static int save_full(void *ctx, int level, uint64_t tile, const struct tree_hash *hash)
{
    struct step *st = ctx;
    return tiles_save(st->h->folder, level, tile, TILE_WIDTH, hash);
}

/* An entry as the journal's file has it; the first ones may be of the last head, for the bundle only. */
static int read_back(void *ctx, uint64_t index, const unsigned char *p, size_t n)
{
    struct step *st = ctx;
    struct tree_hash now, then;
    int err = tiles_bundle_add(&st->bundle, p, n);
    if (!err && (index + 1) % TILE_WIDTH == 0)
        err = tiles_bundle_end(&st->bundle, index / TILE_WIDTH);
    if (!err)
        err = hashes_leaf(&st->s->hashes, index, &then);
    if (err)
        return err;
    tree_leaf(&now, p, n);
    if (memcmp(&now, &then, sizeof now) != 0)
        return ERR_INTEGRITY;
    if (index < st->h->size)
        return ERR_OK;
    tree_frontier_add(&st->frontier, &then);
    return hashes_settle(&st->s->hashes, &st->h->next, &now, save_full, st);
}

static int save_partial(const struct head *h, uint64_t size)
{
    for (int k = 0; k < HASHES_LEVELS; k++) {
        uint64_t nodes = size >> (8 * k);
        unsigned width = (unsigned)(nodes % TILE_WIDTH);
        if (nodes == h->size >> (8 * k))
            return ERR_OK; /* nothing new here, so nothing above */
        int err = width ? tiles_save(h->folder, k, nodes / TILE_WIDTH, width, h->next.block[k]) : ERR_OK;
        if (err)
            return err;
    }
    return ERR_OK;
}

/* The new root, if nothing speaks against signing it. */
static int judge(struct step *st, uint64_t size, struct tree_hash *root)
{
    struct tree_hash proof[TREE_PROOF_MAX], live;
    struct hashes *hashes = &st->s->hashes;
    size_t n;
    int err = root_twice(hashes, &st->frontier, &st->h->next, root);
    if (!err && size == sequence_size(st->s)) {
        tree_frontier_root(&st->s->frontier, &live);
        err = memcmp(&live, root, sizeof live) == 0 ? ERR_OK : ERR_INTEGRITY;
    }
    if (!err && st->h->size > 0) {
        err = hashes_consistency(hashes, &st->h->next, st->h->size, size, proof, &n);
        if (!err)
            err = tree_check_consistency(st->h->size, &st->h->root, size, root, proof, n);
    }
    return err;
}

static int sign(struct head *h, uint64_t size, const struct tree_hash *root)
{
    struct checkpoint c = {.size = size, .root = *root};
    struct buf body SCOPED_BUF;
    struct buf note SCOPED_BUF;
    unsigned char signature[64];
    char path[PATH_MAX];
    (void)snprintf(c.origin, sizeof c.origin, "%s", h->origin);
    buf_init(&body, NOTE_MAX);
    buf_init(&note, NOTE_MAX);
    int err = checkpoint_path(h, path);
    if (!err)
        err = checkpoint_body(&c, &body);
    if (err)
        return err;
    key_sign(h->key, body.data, body.len, signature);
    err = checkpoint_note(&c, key_public(h->key), signature, &note);
    if (!err)
        err = file_save(path, note.data, note.len, CHECKPOINT_MODE);
    if (err)
        return err;
    buf_reset(&h->note);
    buf_bytes(&h->note, note.data, note.len);
    return buf_err(&h->note);
}

static void drop_superseded(const struct head *h, uint64_t size)
{
    for (int k = 0; k < HASHES_LEVELS; k++) {
        uint64_t tile = h->size >> (8 * (k + 1));
        if (tile == size >> (8 * (k + 1)))
            return;
        tiles_drop_partial(h->folder, k, tile);
        if (k == 0)
            tiles_drop_partial(h->folder, TILES_ENTRIES, tile);
    }
}

static int publish_step(struct step *st, uint64_t size)
{
    struct head *h = st->h;
    struct tree_hash root;
    uint64_t from = h->size - h->size % TILE_WIDTH;
    int err = journal_read(&st->s->journal, &h->cursor, from, size, read_back, st);
    if (!err && size % TILE_WIDTH != 0)
        err = tiles_bundle_end(&st->bundle, size / TILE_WIDTH);
    if (!err)
        err = save_partial(h, size);
    if (!err)
        err = judge(st, size, &root);
    if (!err)
        err = sign(h, size, &root);
    if (err)
        return err;
    drop_superseded(h, size);
    h->size = size;
    h->root = root;
    h->frontier = st->frontier;
    h->settled = h->next;
    return ERR_OK;
}

int head_publish(struct head *h, struct sequence *s)
{
    struct step st = {.h = h, .s = s, .frontier = h->frontier};
    uint64_t size = sequence_size(s);
    if (size - h->size > HEAD_STEP)
        size = h->size + HEAD_STEP - h->size % TILE_WIDTH;
    if (size == h->size)
        return ERR_OK;
    h->next = h->settled;
    tiles_bundle_init(&st.bundle, h->folder);
    int err = publish_step(&st, size);
    tiles_bundle_release(&st.bundle);
    return err;
}
