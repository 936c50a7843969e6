/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Where a tile lies: "tile/", the level or "entries", the index in groups of three digits, all but the last behind
 * an "x", and ".p/width" for one that is not full yet (C2SP tlog-tiles).
 */
#include "audit/tile.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

void tile_path(char out[TILE_PATH], int level, uint64_t index, unsigned width)
{
    char groups[64];
    size_t at = sizeof groups - 1;

    groups[at] = 0;
    for (uint64_t rest = index;; rest /= 1000) {
        unsigned group = (unsigned)(rest % 1000);

        groups[--at] = (char)('0' + group % 10);
        groups[--at] = (char)('0' + group / 10 % 10);
        groups[--at] = (char)('0' + group / 100);
        if (rest != index) {
            /* Not the last group: what was written before it gets its slash. */
            groups[--at] = 'x';
        }
        if (rest < 1000)
            break;
        groups[--at] = '/';
    }
    if (level < 0)
        (void)snprintf(out, TILE_PATH, "tile/entries/%s", groups + at);
    else
        (void)snprintf(out, TILE_PATH, "tile/%d/%s", level, groups + at);
    if (width < TILE_WIDTH)
        (void)snprintf(out + strlen(out), TILE_PATH - strlen(out), ".p/%u", width);
}
