/* SPDX-License-Identifier: EUPL-1.2 */
/* Writers of members of a JSON object, each with its name and its comma. */
#ifndef JALON_API_API_PUT_H
#define JALON_API_API_PUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/acting.h"
#include "base/buf.h"
#include "base/uuid.h"
#include "domain/day.h"

/* "name":null */
void api_put_null(struct buf *b, const char *name);
/* "name":"2026-11-22T19:44:31.123456Z" */
void api_put_time(struct buf *b, const char *name, int64_t us);
/* The same, or null for 0 */
void api_put_time_or_null(struct buf *b, const char *name, int64_t us);
/* "name":"uuid" */
void api_put_id(struct buf *b, const char *name, const struct uuid *id);
/* "name":"uuid", or null for the nil one */
void api_put_id_or_null(struct buf *b, const char *name, const struct uuid *id);
/* "name":true */
void api_put_flag(struct buf *b, const char *name, bool flag);
/* "activation_code":"…","expires_at":"…", or two nulls */
void api_put_code(struct buf *b, const struct acting_code *code);
/* "name":"text" */
void api_put_text(struct buf *b, const char *name, const char *text);
/* "name":"text", or null for NULL and "" */
void api_put_text_or_null(struct buf *b, const char *name, const char *text);
/* "name":7 */
void api_put_int(struct buf *b, const char *name, int64_t v);
void api_put_int_or_null(struct buf *b, const char *name, bool known, int64_t v);
/* "name":"2026-11-22", or null for NULL and a day of year 0 */
void api_put_day_or_null(struct buf *b, const char *name, const struct day *d);
/* The same of a number of domain/day.h; DAY_NONE is null. */
void api_put_day_number(struct buf *b, const char *name, int32_t number);
/* "name":{"id":"uuid"}, or null for the nil one */
void api_put_whose(struct buf *b, const char *name, const struct uuid *id);
/* "name":{"id":"uuid","name":"whose"} */
void api_put_named(struct buf *b, const char *name, const struct uuid *id, const char *whose);
/* "name":{"id":"uuid","label":"text"}, or null for the nil one */
void api_put_labelled_or_null(struct buf *b, const char *name, const struct uuid *id, const char *label,
                              const char *text);
/* "user":{"id":"uuid","login":"login","name":"name"} */
void api_put_user(struct buf *b, const struct uuid *id, const char *login, const char *name);
/* "name":50.632970, or null; JSON has no other form for a fraction */
void api_put_degrees_or_null(struct buf *b, const char *name, bool known, int32_t millionths);
/* "name": and the value that put writes of n bytes at p that were sealed; null when p is NULL or put says false, having
 * written nothing. Gives whether they were sound. */
bool api_put_opened(struct buf *b, const char *name, const void *p, size_t n,
                    bool (*put)(struct buf *b, const void *p, size_t n));

#endif
