/* SPDX-License-Identifier: EUPL-1.2 */
/* One entry's proof as a C2SP tlog-proof file, so that a single act can be shown to anybody without the log. And a
 * bundle of them: entries in a row, each proof with its entry as the extra data that the format has room for. Cut at
 * the lines "c2sp.org/tlog-proof@v1", every part is a proof that other people's programs read.
 *
 *   jalon/bundle@1
 *   first 12
 *   count 29
 *   (empty line)
 *   c2sp.org/tlog-proof@v1
 *   extra <base64 of the entry's bytes>
 *   index 12
 *   ... */
#ifndef JALON_AUDIT_PROOF_H
#define JALON_AUDIT_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/tree.h"
#include "base/buf.h"

#define PROOF_BUNDLE 256 /* most entries in a bundle */

struct proof {
    uint64_t index;
    struct tree_hash hash[TREE_PROOF_MAX];
    size_t n;
    const char *note; /* the signed checkpoint, not looked at */
    size_t note_n;
    const char *extra; /* base64 as it stands, of which only the alphabet was looked at; NULL: none */
    size_t extra_n;
};

/* Appends. p->extra is not looked at; instead extra_n bytes are written as extra data, or none when extra is NULL.
 * ERR_LIMIT when n is over TREE_PROOF_MAX or index over 2^63 - 1. */
int proof_format(const struct proof *p, const void *extra, size_t extra_n, struct buf *out)
    __attribute__((warn_unused_result));
/* note and extra point into the input. ERR_FORMAT, ERR_LIMIT. */
int proof_parse(struct proof *p, const char *s, size_t len) __attribute__((warn_unused_result));

struct proof_bundle {
    uint64_t first; /* index of the first entry */
    uint64_t count; /* entries announced */
    const char *p;  /* what is left of it */
    const char *end;
};

/* Appends the head of a bundle; its proofs follow. */
void proof_bundle_begin(uint64_t first, uint64_t count, struct buf *out);
/* Reads the head. ERR_FORMAT. */
int proof_bundle_open(struct proof_bundle *b, const char *s, size_t len) __attribute__((warn_unused_result));
/* The text of the next proof, up to the header of the one behind it. false: nothing is left. */
bool proof_bundle_next(struct proof_bundle *b, const char **s, size_t *n);

#endif
