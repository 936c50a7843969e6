/* SPDX-License-Identifier: EUPL-1.2 */
/* One entry as a request brings it (wire/sealer_msg.h), read into the form that audit/line writes. */
#ifndef JALON_SEALER_ENTRY_H
#define JALON_SEALER_ENTRY_H

#include "audit/line.h"
#include "base/rd.h"

/* Fills all of l but at_us; objects has LINE_OBJECTS and l->object will point to it. Whether the words are lawful is
 * for line_format to say. ERR_FORMAT. */
int entry_read(struct rd *r, struct line *l, struct line_object *objects) __attribute__((warn_unused_result));

#endif
