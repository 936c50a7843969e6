/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Tiles are compared when they are complete, entries when they are read: so what is found first is not always what
 * lies first, and the reader is told what lies first. An altered entry also shows in the tiles above it, which speak of
 * hundreds of entries at once: they never displace what is known more exactly.
 */
#include "verify/finding.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/banned.h"

void finding_set(struct finding *f, uint64_t first, uint64_t last, bool tile, const char *fmt, ...)
{
    va_list ap;

    if (f->found && f->index <= last)
        return;
    f->found = true;
    f->tile = tile;
    f->index = first;
    va_start(ap, fmt);
    (void)vsnprintf(f->text, sizeof f->text, fmt, ap);
    va_end(ap);
}
