/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes as text: hexadecimal, base64, UTF-8 validity, lines. */
#ifndef JALON_BASE_TEXT_H
#define JALON_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* out holds 2n + 1 characters; lower case. */
void text_hex(char *out, const void *p, size_t n);
/* Exactly n bytes from exactly 2n lower-case hexadecimal characters. ERR_OK or ERR_FORMAT. */
int text_unhex(void *out, size_t n, const char *s, size_t len) __attribute__((warn_unused_result));
/* Standard alphabet with padding. out_max counts the NUL. ERR_OK or ERR_LIMIT. */
int text_base64(char *out, size_t out_max, const void *p, size_t n) __attribute__((warn_unused_result));
int text_unbase64(void *out, size_t max, size_t *n, const char *s, size_t len) __attribute__((warn_unused_result));
/* URL alphabet without padding. */
int text_base64url(char *out, size_t out_max, const void *p, size_t n) __attribute__((warn_unused_result));
int text_unbase64url(void *out, size_t max, size_t *n, const char *s, size_t len) __attribute__((warn_unused_result));
/* Length of the UTF-8 character that n bytes begin with, its number in *c; 0 when there is none. */
size_t text_utf8(const unsigned char *p, size_t n, uint32_t *c);
/* Strict UTF-8 (no surrogates, no overlong form, at most U+10FFFF). */
bool text_is_utf8(const void *p, size_t n);
/* As text_is_utf8, and no control character (C0, DEL, C1), so fit for one line of text. */
bool text_is_line(const void *p, size_t n);
/* The line at *p, of *n bytes without its LF, and *p moves behind it; NULL when no LF comes before end. */
const char *text_take_line(const char **p, const char *end, size_t *n);

#endif
