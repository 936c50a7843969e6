/* SPDX-License-Identifier: EUPL-1.2 */
/* A page of HTML into a buffer: elements without attributes, of which nothing is loaded and nothing runs, with one
 * style, of ours, which prints it on as few sheets as it needs. Every text goes through one escape; names of elements
 * are literals of ours. */
#ifndef JALON_WEB_HTML_H
#define JALON_WEB_HTML_H

#include "base/buf.h"

/* The hash of the style, as a Content-Security-Policy names it. */
extern const char html_style_hash[];

/* A document in French, up to where its first heading goes. */
void html_begin(struct buf *b, const char *title);
void html_end(struct buf *b);
void html_open(struct buf *b, const char *element);
void html_close(struct buf *b, const char *element);
/* UTF-8, any text: & < > " and ' are written as references. */
void html_text(struct buf *b, const char *text);
/* An element that holds this text. */
void html_put(struct buf *b, const char *element, const char *text);
/* An element for each line of the text that is not empty. */
void html_put_lines(struct buf *b, const char *element, const char *text);

#endif
