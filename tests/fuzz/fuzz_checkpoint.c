/* SPDX-License-Identifier: EUPL-1.2 */
/* Signed heads and verifier keys: what is read, written again, begins with the same bytes; a key is the same text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "audit/checkpoint.h"
#include "base/err.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* The key of the corpus: a note of it gets as far as its signature. */
static const unsigned char known[32] = {0x03, 0xa1, 0x07, 0xbf, 0xf3, 0xce, 0x10, 0xbe, 0x1d, 0x70, 0xdd,
                                        0x18, 0xe7, 0x4b, 0xc0, 0x99, 0x67, 0xe4, 0xd6, 0x30, 0x9b, 0xa5,
                                        0x0d, 0x5f, 0x1d, 0xdc, 0x86, 0x64, 0x12, 0x55, 0x31, 0xb8};

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    char origin[CHECKPOINT_ORIGIN + 1];
    unsigned char key[32], signature[64];
    struct buf b SCOPED_BUF;
    struct checkpoint c;
    size_t body_n;
    int rc;

    buf_init(&b, 1024);
    rc = checkpoint_parse(&c, (const char *)p, n, known, &body_n, signature);
    if (rc == ERR_OK || rc == ERR_NOTFOUND) {
        if (checkpoint_body(&c, &b) != ERR_OK || body_n > n || b.len > body_n || memcmp(b.data, p, b.len) != 0)
            abort();
    }
    buf_reset(&b);
    if (checkpoint_vkey_parse((const char *)p, n, origin, key) == ERR_OK)
        if (checkpoint_vkey(origin, key, &b) != ERR_OK || b.len != n || memcmp(b.data, p, n) != 0)
            abort();
    return 0;
}
