/* SPDX-License-Identifier: EUPL-1.2 */
/* Audit lines: whatever is read is written again as the very same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "audit/line.h"
#include "base/err.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct line_object objects[LINE_OBJECTS];
    struct buf b SCOPED_BUF;
    struct line l;

    if (line_parse(&l, objects, p, n) != ERR_OK)
        return 0;
    buf_init(&b, LINE_MAX_BYTES);
    if (line_format(&l, &b) != ERR_OK || b.len != n || memcmp(b.data, p, n) != 0)
        abort();
    return 0;
}
