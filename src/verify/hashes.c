/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Fills one tile a level as the leaves come and compares it with the files of the folder when it is full or the
 * leaves end. Every file of a tile is looked at: the full one, and partial ones of older sizes, which outlive their
 * time and were signed once.
 */
#include "verify/hashes.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "verify/folder.h"

#include "base/banned.h"

#define HASH sizeof(struct tree_hash)

struct hashes *hashes_new(const char *folder, struct finding *finding)
{
    struct hashes *h = calloc(1, sizeof *h);

    if (h == NULL)
        return NULL;
    h->folder = folder;
    h->finding = finding;
    buf_init(&h->file, TILE_WIDTH * HASH);
    return h;
}

void hashes_free(struct hashes *h)
{
    if (h == NULL)
        return;
    buf_release(&h->file);
    free(h);
}

/* How many entries lie under one hash of a level. */
static uint64_t span(unsigned level)
{
    return UINT64_C(1) << (8 * level);
}

static uint64_t first_of(const struct hashes *h, unsigned level)
{
    return h->level[level].index * TILE_WIDTH * span(level);
}

static uint64_t last_of(const struct hashes *h, unsigned level)
{
    return first_of(h, level) + h->level[level].n * span(level) - 1;
}

static void compare(struct hashes *h, unsigned level, unsigned width, const char *path)
{
    const unsigned char *file = h->file.data;
    uint64_t first = first_of(h, level);
    unsigned n = h->level[level].n < width ? h->level[level].n : width;

    h->compared++;
    if (h->file.len != width * HASH) {
        finding_set(h->finding, first, last_of(h, level), true, "hash tile %s has %zu bytes, not %zu", path,
                    h->file.len, width * HASH);
        return;
    }
    for (unsigned i = 0; i < n; i++) {
        uint64_t entry = first + i * span(level), last = entry + span(level) - 1;

        if (memcmp(file + i * HASH, h->level[level].hash[i].b, HASH) == 0)
            continue;
        if (level == 0)
            finding_set(h->finding, entry, last, true, "entry %llu and hash tile %s differ", (unsigned long long)entry,
                        path);
        else
            finding_set(h->finding, entry, last, true, "entries %llu to %llu and hash tile %s differ",
                        (unsigned long long)entry, (unsigned long long)last, path);
        return;
    }
}

static int compare_file(struct hashes *h, unsigned level, unsigned width, bool *there)
{
    char path[TILE_PATH];
    int rc = folder_tile(h->folder, (int)level, h->level[level].index, width, &h->file, path);

    if (rc == ERR_NOTFOUND)
        return ERR_OK;
    if (rc == ERR_LIMIT) {
        finding_set(h->finding, first_of(h, level), last_of(h, level), true, "hash tile %s is too long", path);
        rc = ERR_OK;
    } else if (rc == ERR_OK) {
        compare(h, level, width, path);
    }
    *there = true;
    return rc;
}

static int compare_tile(struct hashes *h, unsigned level)
{
    bool have[TILE_WIDTH], enough = false, older = false;
    int rc = compare_file(h, level, TILE_WIDTH, &enough);

    if (rc == ERR_OK)
        rc = folder_partials(h->folder, (int)level, h->level[level].index, have);
    for (unsigned width = 1; rc == ERR_OK && width < TILE_WIDTH; width++)
        if (have[width])
            rc = compare_file(h, level, width, width >= h->level[level].n ? &enough : &older);
    if (rc == ERR_OK && !enough)
        h->absent++;
    return rc;
}

int hashes_add(struct hashes *h, const struct tree_hash *leaf)
{
    struct tree_hash hash = *leaf;

    for (unsigned level = 0; level < HASHES_LEVELS; level++) {
        struct tree_frontier f;
        int rc;

        h->level[level].hash[h->level[level].n++] = hash;
        if (h->level[level].n < TILE_WIDTH)
            break;
        rc = compare_tile(h, level);
        if (rc != ERR_OK)
            return rc;
        tree_frontier_init(&f);
        for (unsigned i = 0; i < TILE_WIDTH; i++)
            tree_frontier_add(&f, &h->level[level].hash[i]);
        tree_frontier_root(&f, &hash);
        h->level[level].n = 0;
        h->level[level].index++;
    }
    return ERR_OK;
}

int hashes_end(struct hashes *h)
{
    for (unsigned level = 0; level < HASHES_LEVELS; level++) {
        int rc = h->level[level].n > 0 ? compare_tile(h, level) : ERR_OK;

        if (rc != ERR_OK)
            return rc;
    }
    return ERR_OK;
}
