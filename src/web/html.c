/* SPDX-License-Identifier: EUPL-1.2 */
/* References are those that every version of HTML and XML knows, so that a text is as safe within an attribute. */
#include <string.h>

#include "web/html.h"

#include "base/banned.h"

/* What the policy lets in is these bytes and no other: with one changed, the hash is another. */
static const char style[] =
    "body{font:1rem/1.4 sans-serif;max-width:44rem;margin:0 auto;padding:1rem}"
    "h1{font-size:1.5rem;margin:0}"
    "h2{font-size:1.1rem;margin:.8rem 0 .1rem;break-after:avoid}"
    "p,ul,ol{margin:.2rem 0}"
    "@page{size:A4;margin:12mm}"
    "@media print{body{font-size:9.5pt;max-width:none;padding:0}main{columns:2;column-gap:8mm}"
    "li{break-inside:avoid}}";
const char html_style_hash[] = "sha256-fzFBz+Jn3woTtDDPSSAiPZ4sJc2Q9CpcaNPEab2CzQs=";

static void put_escaped(struct buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        switch (s[i]) {
        case '&':
            buf_str(b, "&amp;");
            break;
        case '<':
            buf_str(b, "&lt;");
            break;
        case '>':
            buf_str(b, "&gt;");
            break;
        case '"':
            buf_str(b, "&quot;");
            break;
        case '\'':
            buf_str(b, "&#39;");
            break;
        default:
            buf_u8(b, (unsigned char)s[i]);
        }
    }
}

void html_open(struct buf *b, const char *element)
{
    buf_fmt(b, "<%s>", element);
}

void html_close(struct buf *b, const char *element)
{
    buf_fmt(b, "</%s>\n", element);
}

void html_text(struct buf *b, const char *text)
{
    put_escaped(b, text, strlen(text));
}

void html_put(struct buf *b, const char *element, const char *text)
{
    html_open(b, element);
    html_text(b, text);
    html_close(b, element);
}

void html_put_lines(struct buf *b, const char *element, const char *text)
{
    while (*text != '\0') {
        const size_t n = strcspn(text, "\n");

        if (n > 0) {
            html_open(b, element);
            put_escaped(b, text, n);
            html_close(b, element);
        }
        text += n + (text[n] == '\n');
    }
}

void html_begin(struct buf *b, const char *title)
{
    buf_str(b, "<!DOCTYPE html>\n");
    html_open(b, "html lang=\"fr\"");
    html_open(b, "head");
    html_open(b, "meta charset=\"utf-8\"");
    html_open(b, "meta name=\"viewport\" content=\"width=device-width\"");
    html_put(b, "title", title);
    html_open(b, "style");
    buf_str(b, style);
    html_close(b, "style");
    html_close(b, "head");
    html_open(b, "body");
    html_open(b, "main");
}

void html_end(struct buf *b)
{
    html_close(b, "main");
    html_close(b, "body");
    html_close(b, "html");
}
