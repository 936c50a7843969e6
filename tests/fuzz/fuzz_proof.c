/* SPDX-License-Identifier: EUPL-1.2 */
/* Proof files: what is read is written again as the same bytes, extra data too where they are base64; checking ends. A
 * bundle is cut into parts that are all of it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "audit/proof.h"
#include "base/err.h"
#include "base/text.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void cut(const char *p, size_t n)
{
    struct proof_bundle b;
    const char *part, *at;
    size_t part_n;

    if (proof_bundle_open(&b, p, n) != ERR_OK)
        return;
    for (at = b.p; proof_bundle_next(&b, &part, &part_n); at += part_n)
        if (part != at || part_n == 0)
            abort();
    if (at != p + n)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct tree_hash leaf = {{0}};
    unsigned char extra[4096];
    struct buf b SCOPED_BUF;
    struct proof proof;
    size_t extra_n = 0;

    cut((const char *)p, n);
    if (proof_parse(&proof, (const char *)p, n) != ERR_OK)
        return 0;
    if (tree_check_inclusion(&leaf, proof.index, proof.index + n, proof.hash, proof.n, &leaf) == ERR_OK)
        abort();
    if (proof.extra != NULL &&
        text_unbase64(extra, sizeof extra, &extra_n, proof.extra, proof.extra_n) != ERR_OK)
        return 0;
    buf_init(&b, n + 1);
    if (proof_format(&proof, proof.extra == NULL ? NULL : extra, extra_n, &b) != ERR_OK || b.len != n ||
        memcmp(b.data, p, n) != 0)
        abort();
    return 0;
}
