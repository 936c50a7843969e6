/* SPDX-License-Identifier: EUPL-1.2 */
/* Columns that are arrays of one dimension: int4[], text[] and uuid[], each into the caller's array of max; how many
 * there are. Bad, and 0, when there are more or one of them is null. */
#ifndef JALON_STORE_ROW_ARRAY_H
#define JALON_STORE_ROW_ARRAY_H

#include <stddef.h>
#include <stdint.h>

struct row;
struct uuid;

size_t row_array_i32(struct row *r, int32_t *out, size_t max);
/* Each copied with a NUL into its own size bytes; out is the first of max such. Bad also where row_copy is. */
size_t row_array_text(struct row *r, char *out, size_t size, size_t max);
size_t row_array_uuid(struct row *r, struct uuid *out, size_t max);

#endif
