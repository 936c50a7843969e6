/* SPDX-License-Identifier: EUPL-1.2 */
/* A row of the outbox as an entry of the log, and back: which row an entry tells of. Pure. */
#ifndef JALON_WORKER_ENTRY_H
#define JALON_WORKER_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "audit/line.h"
#include "base/uuid.h"
#include "store/outbox.h"
#include "wire/sealer_msg.h"

/* e points into o and object. False when the log's format cannot say what is in the row; e then only says that this
 * row exists (action outbox.malformed), so that one bad row holds up nobody and is still in the log. */
bool entry_of_row(struct sealer_entry *e, struct sealer_object *object, const struct outbox_row *o);
/* The row's id, if the canonical bytes are an entry that came out of the outbox. Entries without id are fine: *has is
 * then false. ERR_FORMAT: no entry at all. */
int entry_row_id(const void *bytes, size_t n, bool *has, struct uuid *id) __attribute__((warn_unused_result));

/* By what the objects of this entry are found in the copy: kinds, ids, and cases where they are not the object's own
 * id, each once, as sec.log_key() makes them. How many; none without an object. */
#define ENTRY_KEYS (3 * LINE_OBJECTS)
size_t entry_keys(int64_t out[ENTRY_KEYS], uint64_t index, const struct line *l);

#endif
