/* SPDX-License-Identifier: EUPL-1.2 */
/* Parameters of one statement, in PostgreSQL's binary format. Pointers given to param_text, param_str and param_bytes
 * must stay valid until the statement ran; numbers, ids, days and arrays are copied. Sticky failure: conn_run refuses a
 * list that failed. */
#ifndef JALON_STORE_PARAM_H
#define JALON_STORE_PARAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "domain/day.h"
#include "store/page.h"

#define PARAM_MAX 40
#define PARAM_ARRAYS 8

struct param_list {
    int n;
    int arrays;
    bool failed;
    const char *value[PARAM_MAX];
    int length[PARAM_MAX];
    unsigned char fixed[PARAM_MAX][16];
    struct buf array[PARAM_ARRAYS];
};

void param_init(struct param_list *l);
void param_release(struct param_list *l); /* wanted after arrays only; safe on a zeroed list */
#define SCOPED_PARAMS __attribute__((cleanup(param_release))) = {0}

void param_null(struct param_list *l);
void param_bool(struct param_list *l, bool v);
void param_i32(struct param_list *l, int32_t v);
void param_i64(struct param_list *l, int64_t v);
void param_time(struct param_list *l, int64_t us); /* timestamptz; microseconds since 1970 */
/* date; NULL or a day of year 0: SQL null. One that day_parse would refuse fails the list. */
void param_day(struct param_list *l, const struct day *d);
void param_uuid(struct param_list *l, const struct uuid *u);
void param_uuid_or_null(struct param_list *l, const struct uuid *u); /* NULL or nil: SQL null */
void param_cursor(struct param_list *l, const struct page_cursor *after); /* two: instant and id; NULL: SQL nulls */
void param_text(struct param_list *l, const char *s, size_t n); /* text and enums */
void param_str(struct param_list *l, const char *s);            /* the same, NUL-terminated; NULL: SQL null */
void param_bytes(struct param_list *l, const void *p, size_t n);
void param_i32_array(struct param_list *l, const int32_t *v, size_t n);
void param_i64_array(struct param_list *l, const int64_t *v, size_t n);
void param_uuid_array(struct param_list *l, const struct uuid *v, size_t n);
void param_text_array(struct param_list *l, const char *const *v, size_t n); /* text[]; NUL-terminated, none NULL */
/* bytea[]; element i lies from end[i - 1] (the first from 0) to end[i] of p. */
void param_bytes_array(struct param_list *l, const unsigned char *p, const size_t *end, size_t n);

#endif
