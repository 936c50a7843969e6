/* SPDX-License-Identifier: EUPL-1.2 */
/* The whole log, read once from the first entry to the last and held against a signed head. */
#ifndef JALON_VERIFY_WALK_H
#define JALON_VERIFY_WALK_H

#include <stddef.h>
#include <stdint.h>

#include "audit/checkpoint.h"
#include "verify/finding.h"

/* An entry as it was read; not yet believed: that is known when walk_log returns. */
typedef void (*walk_fn)(void *ctx, uint64_t index, const unsigned char *bytes, size_t n);

struct walk {
    const char *folder;
    const struct checkpoint *head; /* checked by head_check */
    const struct checkpoint *old;  /* an older one, checked too; or NULL */
    walk_fn each;                  /* or NULL */
    void *ctx;

    /* set by walk_log: */
    int64_t first_us, last_us;     /* time of the first and the last entry; with size 0: nothing */
    uint64_t tiles, tiles_absent;  /* hash tile files compared; hash tiles without a file (not needed for the root) */
    char why[FINDING_TEXT];        /* what is wrong, and where first */
};

/* ERR_OK: every entry up to head->size is canonical and under its root, computed twice; every hash tile there agrees;
 * old is a prefix. ERR_INTEGRITY: why says what is not so. Else the work could not be done, and why says that.
 * Memory does not grow with the log. */
int walk_log(struct walk *w) __attribute__((warn_unused_result));

#endif
