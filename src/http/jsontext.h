/* SPDX-License-Identifier: EUPL-1.2 */
/* The only escaper of JSON: everything that this program answers in JSON is written through it into a buffer. */
#ifndef JALON_HTTP_JSONTEXT_H
#define JALON_HTTP_JSONTEXT_H

#include <stddef.h>

#include "base/buf.h"

/* The n bytes (valid UTF-8) as a JSON string with its quotes; UTF-8 goes through as it is. */
void jsontext_string(struct buf *b, const char *s, size_t n);
void jsontext_str(struct buf *b, const char *s); /* the same for NUL-terminated */

#endif
