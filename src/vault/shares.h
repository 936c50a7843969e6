/* SPDX-License-Identifier: EUPL-1.2 */
/* The recovery key in n shares of which any k bring it back and k - 1 tell nothing (Shamir, "How to share a secret",
 * 1979, over GF(2^8) byte by byte). A share is one line of text, for paper: "jalon-share K INDEX 64 hex of the share, 8
 * hex of a check". */
#ifndef JALON_VAULT_SHARES_H
#define JALON_VAULT_SHARES_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/secret.h"

#define SHARES_MAX 16

/* Appends n lines. ERR_LIMIT unless 1 <= k <= n <= SHARES_MAX. */
int shares_split(const unsigned char secret[SECRET_KEY], uint8_t k, uint8_t n, struct buf *out)
    __attribute__((warn_unused_result));
/* From lines in any order; lines beyond k are not needed but must agree in k. ERR_FORMAT: a line is no share or was
 * mistyped; ERR_CONFLICT: two with the same index or another k; ERR_NOTFOUND: fewer than k. That the result is the key
 * can only be told by what it opens. */
int shares_join(const void *text, size_t n, unsigned char secret[SECRET_KEY]) __attribute__((warn_unused_result));

#endif
