/* SPDX-License-Identifier: EUPL-1.2 */
/* The first place of a log where something is not as it must be. */
#ifndef JALON_VERIFY_FINDING_H
#define JALON_VERIFY_FINDING_H

#include <stdbool.h>
#include <stdint.h>

#define FINDING_TEXT 512

struct finding {
    bool found;
    bool tile;      /* a stored hash says otherwise: which of the two is wrong is known when the root is */
    uint64_t index; /* first entry that it touches */
    char text[FINDING_TEXT];
};

/* Something that touches the entries first to last. Kept when no other is there that lies before or among them. */
void finding_set(struct finding *f, uint64_t first, uint64_t last, bool tile, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

#endif
