/* SPDX-License-Identifier: EUPL-1.2 */
/* One entry's proof as a C2SP tlog-proof file, so that a single act can be shown to anybody without the log. */
#ifndef JALON_AUDIT_PROOF_H
#define JALON_AUDIT_PROOF_H

#include <stddef.h>
#include <stdint.h>

#include "audit/tree.h"
#include "base/buf.h"

/* Appends. ERR_LIMIT when n is over TREE_PROOF_MAX or index over 2^63 - 1. */
int proof_format(uint64_t index, const struct tree_hash *hashes, size_t n, const void *note, size_t note_n,
                 struct buf *out) __attribute__((warn_unused_result));
/* hashes holds TREE_PROOF_MAX; note points into the input and is not looked at. An "extra" line is passed over.
 * ERR_FORMAT, ERR_LIMIT. */
int proof_parse(const char *s, size_t len, uint64_t *index, struct tree_hash *hashes, size_t *n, const char **note,
                size_t *note_n) __attribute__((warn_unused_result));

#endif
