/* SPDX-License-Identifier: EUPL-1.2 */
/* An entry of a request: whatever is accepted and can be said is canonical, and is read back as the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "audit/line.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/rd.h"
#include "sealer/entry.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct line_object object[LINE_OBJECTS], object_again[LINE_OBJECTS];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct buf text SCOPED_BUF;
    struct buf again SCOPED_BUF;
    struct line l, m;
    struct rd r;
    rd_init(&r, data, n);
    if (entry_read(&r, &l, object) != ERR_OK)
        return 0;
    if (rd_left(&r) > n)
        abort();
    l.at_us = 1800000000000000;
    buf_init(&text, LINE_MAX_BYTES);
    buf_init(&again, LINE_MAX_BYTES);
    if (line_format(&l, &text) != ERR_OK)
        return 0;
    if (line_parse(&m, object_again, text.data, text.len) != ERR_OK || m.objects != l.objects)
        abort();
    if (line_format(&m, &again) != ERR_OK || again.len != text.len || memcmp(again.data, text.data, text.len) != 0)
        abort();
    return 0;
}
