/* SPDX-License-Identifier: EUPL-1.2 */
/* Where in a JSON text: pointers of RFC 6901, and how deep it goes. A pointer is NUL-terminated UTF-8; what has no room
 * is left out. */
#ifndef JALON_API_JSON_POINTER_H
#define JALON_API_JSON_POINTER_H

#include <stdbool.h>
#include <stddef.h>

#define JSON_DEPTH 16
#define JSON_POINTER 128 /* bytes, with its NUL */

/* Does s, n bytes, go no deeper than JSON_DEPTH? */
bool json_pointer_depth_fine(const char *s, size_t n);
/* The pointer of what stands before byte n of s, which went no deeper than JSON_DEPTH up to there. */
void json_pointer_at(char pointer[JSON_POINTER], const char *s, size_t n);
/* Adds "/name" to a pointer, escaped; names that are no line of text become '?'. */
void json_pointer_add(char pointer[JSON_POINTER], const char *name, size_t n);
void json_pointer_add_index(char pointer[JSON_POINTER], size_t i);

#endif
