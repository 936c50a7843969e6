/* SPDX-License-Identifier: EUPL-1.2 */
/* A bundle: entries in a row, each with its proof, judged without the log. */
#ifndef JALON_VERIFY_PROOFS_H
#define JALON_VERIFY_PROOFS_H

#include <stddef.h>
#include <stdint.h>

#include "verify/head.h"
#include "verify/walk.h"

#define PROOFS_BYTES (32u << 20) /* no lawful bundle is as long */

struct proofs {
    walk_fn each; /* or NULL */
    void *ctx;

    /* set by proofs_check: */
    struct checkpoint head; /* the one that all are under */
    uint64_t first, count;
    int64_t first_us, last_us;
    char why[HEAD_WHY];
};

/* ERR_OK: as many entries as announced, one index after the other, each canonical and proven under one signed head.
 * ERR_INTEGRITY: why says which is not, and what is wrong with it. ERR_NOMEM. */
int proofs_check(struct proofs *p, const struct head_key *k, const char *bundle, size_t n)
    __attribute__((warn_unused_result));

#endif
