/* SPDX-License-Identifier: EUPL-1.2 */
/* Proof files: what is read without extra data is written again as the same bytes, and checking it ends. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "audit/proof.h"
#include "base/err.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const char extra[] = "c2sp.org/tlog-proof@v1\nextra ";
    struct tree_hash hashes[TREE_PROOF_MAX], leaf = {{0}};
    struct buf b SCOPED_BUF;
    const char *note;
    uint64_t index;
    size_t count, note_n;

    if (proof_parse((const char *)p, n, &index, hashes, &count, &note, &note_n) != ERR_OK)
        return 0;
    if (tree_check_inclusion(&leaf, index, index + n, hashes, count, &leaf) == ERR_OK)
        abort();
    if (n > sizeof extra && memcmp(p, extra, sizeof extra - 1) == 0)
        return 0;
    buf_init(&b, n);
    if (proof_format(index, hashes, count, note, note_n, &b) != ERR_OK || b.len != n || memcmp(b.data, p, n) != 0)
        abort();
    return 0;
}
