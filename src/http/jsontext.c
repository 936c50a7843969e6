/* SPDX-License-Identifier: EUPL-1.2 */
/* Strings into JSON. Runs of ordinary bytes are copied whole; quote, backslash and control characters are escaped,
 * and so are '<', '>' and '&', so that an answer that a browser was made to read as a page holds no markup. */
#include <string.h>

#include "http/jsontext.h"

#include "base/banned.h"

/* Letters first. */
static bool is_plain(unsigned char c)
{
    return c > '>' ? c != '\\' && c != 0x7f : c >= 0x20 && c != '"' && c != '&' && c != '<' && c != '>';
}

void jsontext_string(struct buf *b, const char *s, size_t n)
{
    size_t from = 0;

    buf_u8(b, '"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];

        if (is_plain(c))
            continue;
        buf_bytes(b, s + from, i - from);
        from = i + 1;
        if (c == '"' || c == '\\') {
            buf_u8(b, '\\');
            buf_u8(b, c);
        } else if (c == '\n') {
            buf_str(b, "\\n");
        } else {
            buf_fmt(b, "\\u%04x", c);
        }
    }
    buf_bytes(b, s + from, n - from);
    buf_u8(b, '"');
}

void jsontext_str(struct buf *b, const char *s)
{
    jsontext_string(b, s, strlen(s));
}
