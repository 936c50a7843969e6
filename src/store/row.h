/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads one row of a result, column after column, in binary format. Types are checked; a wrong type, a null that was
 * not asked for, or a missing column makes the reader bad, and one look at row_end tells. No partial row is ever
 * success. */
#ifndef JALON_STORE_ROW_H
#define JALON_STORE_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/transit.h"
#include "domain/word.h"

struct buf;
struct conn_step;
struct pg_result;

struct row {
    const struct pg_result *res;
    int at;
    int col;
    bool bad;
};

int row_count(const struct pg_result *res); /* rows; 0 for NULL */
void row_init(struct row *r, const struct pg_result *res, int at);
/* The bytes of the next column where that is a value of this type, by its OID; else NULL, *n 0, and bad. */
const char *row_value(struct row *r, unsigned type, size_t *n);
/* True when the next column is null, which is then consumed. */
bool row_null(struct row *r);
bool row_bool(struct row *r);
int32_t row_i32(struct row *r);
int64_t row_i64(struct row *r);
int64_t row_time(struct row *r); /* timestamptz as microseconds since 1970 */
/* date; bad outside of the years of a struct day, which is then zeroed. */
void row_day(struct row *r, struct day *out);
/* Two columns, of which 0 says nothing. */
void row_hours(struct row *r, struct transit_hours *out);
void row_uuid(struct row *r, struct uuid *out);
/* Two columns, both null or none: false, and both 0, where there is no point. */
bool row_point(struct row *r, int32_t *lat, int32_t *lon);
/* In place: lives as long as the result. text, varchar and enums; never NULL, "" when bad. *n may be NULL. */
const char *row_text(struct row *r, size_t *n);
/* Copied with a NUL into out of max bytes; bad when it does not fit or holds a NUL. */
void row_copy(struct row *r, char *out, size_t max);
/* These take a null too: it is instead, 0, a day of year 0, the nil id, "". */
int32_t row_i32_or(struct row *r, int32_t instead);
int64_t row_time_or_none(struct row *r);
void row_day_or_none(struct row *r, struct day *out);
void row_uuid_or_nil(struct row *r, struct uuid *out);
void row_copy_or_none(struct row *r, char *out, size_t max);
/* A code of the list, which lives for ever; NULL for a null. Bad, and "", for any other text. */
const char *row_word(struct row *r, enum word_list list);
const unsigned char *row_bytes(struct row *r, size_t *n); /* bytea in place; NULL when bad */
/* The last column, bytea, copied into b, which is reset first, and row_end. */
int row_take_last(struct row *r, struct buf *b) __attribute__((warn_unused_result));
/* The same of a step whose first row has this column only. */
int row_take(const struct conn_step *s, struct buf *b) __attribute__((warn_unused_result));
/* ERR_OK only when all columns were read and none was bad, else ERR_FORMAT. */
int row_end(const struct row *r) __attribute__((warn_unused_result));

void row_free(struct pg_result **res); /* frees and sets NULL */
#define SCOPED_RESULT __attribute__((cleanup(row_free))) = NULL

#endif
