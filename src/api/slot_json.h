/* SPDX-License-Identifier: EUPL-1.2 */
/* Slots of the week in a body or an answer: those of a post's timetable, those of a person's job and free time. */
#ifndef JALON_API_SLOT_JSON_H
#define JALON_API_SLOT_JSON_H

#include <stdbool.h>

#include "api/json.h"
#include "base/buf.h"
#include "domain/slot.h"

extern const struct json_shape slot_json_post;   /* of a post: it may say how many it takes */
extern const struct json_shape slot_json_person;

/* The slots of a list at base ("/slots"), each by itself lawful; whether two of them clash is the caller's to ask.
 * places: a slot may say how many it takes. The list was declared with at most SLOT_MAX. */
enum refusal slot_json_read(struct json_doc *d, const struct json_value *list, const char *base, bool places,
                            struct slot out[SLOT_MAX]);
/* Members of a struct slot, without braces, as api/list.h wants them; places are not among them. */
void slot_json_put(struct buf *b, const void *item);

#endif
