/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Reads entry bundles: each entry behind its length in two bytes. A bundle's file must hold exactly the entries of
 * its name's width; every other file of the same bundle must begin with the same bytes.
 */
#include "verify/bundle.h"

#include <string.h>

#include "base/err.h"
#include "base/rd.h"
#include "verify/folder.h"

#include "base/banned.h"

#define BUNDLE_BYTES (TILE_WIDTH * (size_t)(2 + 65535))

void bundle_init(struct bundle *b, const char *folder, struct finding *finding)
{
    *b = (struct bundle){.folder = folder, .finding = finding};
    buf_init(&b->file, BUNDLE_BYTES);
    buf_init(&b->other, BUNDLE_BYTES);
}

void bundle_release(struct bundle *b)
{
    buf_release(&b->file);
    buf_release(&b->other);
}

/* Cuts the file into `width` entries, of which `need` are kept. */
static void cut(struct bundle *b, uint64_t first, unsigned width, unsigned need, const char *path)
{
    uint64_t last = first + width - 1;
    struct rd r;

    rd_init(&r, b->file.data, b->file.len);
    b->n = 0;
    b->end[0] = 0;
    for (unsigned i = 0; i < width; i++) {
        size_t n;

        (void)rd_lv16(&r, &n, SIZE_MAX);
        if (r.bad) {
            finding_set(b->finding, first + i, first + i, false, "entry %llu is missing: %s ends before it is whole",
                        (unsigned long long)(first + i), path);
            return;
        }
        if (i < need) {
            b->end[i + 1] = b->end[i] + 2 + n;
            b->n = i + 1;
        }
    }
    if (rd_left(&r) > 0)
        finding_set(b->finding, last, last, false, "%s has %zu bytes after its last entry (%llu)", path, rd_left(&r),
                    (unsigned long long)last);
}

/* Another file of the bundle, of entries 0 to width - 1. */
static void compare(struct bundle *b, uint64_t first, unsigned width, const char *path)
{
    unsigned most = width < b->n ? width : b->n;
    uint64_t last = first + width - 1;

    for (unsigned i = 0; i < most; i++) {
        size_t from = b->end[i], to = b->end[i + 1];

        if (b->other.len < to || memcmp(b->other.data + from, b->file.data + from, to - from) != 0) {
            finding_set(b->finding, first + i, first + i, false, "entry %llu is another one in %s",
                        (unsigned long long)(first + i), path);
            return;
        }
    }
    if (width <= b->n && b->other.len != b->end[width])
        finding_set(b->finding, last, last, false, "%s has bytes after its last entry (%llu)", path,
                    (unsigned long long)last);
}

/* The file of the wanted width, else the full one, else the next wider. */
static int choose(struct bundle *b, uint64_t index, unsigned need, const bool have[TILE_WIDTH], unsigned *width,
                  char path[TILE_PATH])
{
    int rc = ERR_NOTFOUND;

    *width = need;
    if (need == TILE_WIDTH || have[need])
        rc = folder_tile(b->folder, -1, index, need, &b->file, path);
    if (rc == ERR_NOTFOUND && need < TILE_WIDTH) {
        *width = TILE_WIDTH;
        rc = folder_tile(b->folder, -1, index, TILE_WIDTH, &b->file, path);
    }
    for (unsigned w = need + 1; rc == ERR_NOTFOUND && w < TILE_WIDTH; w++) {
        *width = w;
        if (have[w])
            rc = folder_tile(b->folder, -1, index, w, &b->file, path);
    }
    return rc;
}

int bundle_load(struct bundle *b, uint64_t index, unsigned need)
{
    char path[TILE_PATH], other[TILE_PATH];
    uint64_t first = index * TILE_WIDTH;
    bool have[TILE_WIDTH];
    unsigned width = need;
    int rc = ERR_NOTFOUND;

    b->n = 0;
    /* A growing log replaces its last bundle: what went away while we looked is there wider at the second look. */
    for (int look = 0; look < 2; look++) {
        rc = folder_partials(b->folder, -1, index, have);
        if (rc != ERR_OK)
            return rc;
        rc = choose(b, index, need, have, &width, path);
        if (rc != ERR_NOTFOUND)
            break;
    }
    if (rc == ERR_NOTFOUND || rc == ERR_LIMIT) {
        tile_path(path, -1, index, need);
        finding_set(b->finding, first, first, false, "entries from %llu on are missing: %s %s",
                    (unsigned long long)first, path, rc == ERR_NOTFOUND ? "is not there" : "is too long");
        return ERR_OK;
    }
    if (rc != ERR_OK)
        return rc;
    cut(b, first, width, need, path);
    for (unsigned w = 1; w < TILE_WIDTH; w++) {
        if (!have[w] || w == width)
            continue;
        rc = folder_tile(b->folder, -1, index, w, &b->other, other);
        if (rc == ERR_OK)
            compare(b, first, w, other);
        else if (rc == ERR_LIMIT)
            finding_set(b->finding, first, first, false, "%s is too long", other);
        else if (rc != ERR_NOTFOUND)
            return rc;
    }
    return ERR_OK;
}

const unsigned char *bundle_entry(const struct bundle *b, unsigned i, size_t *n)
{
    *n = b->end[i + 1] - b->end[i] - 2;
    return b->file.data + b->end[i] + 2;
}
