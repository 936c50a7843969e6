/* SPDX-License-Identifier: EUPL-1.2 */
/* Times of the week in a body: {"weekday":1,"from":480,"to":720,"weeks":"every"}, where weeks may be left out. */
#ifndef JALON_API_SLOT_JSON_H
#define JALON_API_SLOT_JSON_H

#include "api/json.h"
#include "domain/slot.h"

/* The list of field f (JSON_ITEMS, at most SLOT_MAX) of the object at base into out, which then has list->count of
 * them; none lies over another. A refusal names the item and its field. */
enum refusal slot_json_read(struct json_doc *d, const char *base, const struct json_field *f,
                            const struct json_value *list, struct slot out[SLOT_MAX]);

#endif
