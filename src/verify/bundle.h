/* SPDX-License-Identifier: EUPL-1.2 */
/* One bundle of up to 256 entries, cut into entries. */
#ifndef JALON_VERIFY_BUNDLE_H
#define JALON_VERIFY_BUNDLE_H

#include <stddef.h>
#include <stdint.h>

#include "audit/tile.h"
#include "base/buf.h"
#include "verify/finding.h"

struct bundle {
    const char *folder;
    struct finding *finding;
    struct buf file;
    struct buf other; /* an older partial bundle, while it is compared */
    unsigned n;       /* whole entries in file, as far as they were asked for */
    size_t end[TILE_WIDTH + 1]; /* end[i]: where entry i begins; end[n]: where the last one ends */
};

void bundle_init(struct bundle *b, const char *folder, struct finding *finding);
void bundle_release(struct bundle *b);
/* Reads the first `need` entries of a bundle: from the file of that width, or a wider one. What is missing or cut
 * short goes to the finding (then n < need), also where an older file of the same bundle says otherwise.
 * ERR_IO, ERR_NOMEM. */
int bundle_load(struct bundle *b, uint64_t index, unsigned need) __attribute__((warn_unused_result));
/* Entry i < n, in place until the next load. */
const unsigned char *bundle_entry(const struct bundle *b, unsigned i, size_t *n);

#endif
