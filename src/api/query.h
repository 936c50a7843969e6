/* SPDX-License-Identifier: EUPL-1.2 */
/* The fields of a query one after the other, as values, each as its row declares it. A field that is absent is NULL,
 * false or nothing; one that is there and is none of what it should be makes the reader bad, and one look at query_end
 * tells. A field that is asked for otherwise than as its kind makes it bad too. */
#ifndef JALON_API_QUERY_H
#define JALON_API_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "http/route.h"

struct query {
    const struct params *fields;
    bool bad;
};

void query_init(struct query *f, const struct route_request *q);
/* JSON_CODE: a code of the list, which lives for ever. */
const char *query_code(struct query *f, const char *name);
/* JSON_CODES: codes with commas between them, in any order, each once, as bits in the order of the list, which has at
 * most 32. 0: absent. */
uint32_t query_codes(struct query *f, const char *name);
/* JSON_LINE, of the length declared in bytes, and JSON_INSEE. They live as long as the request. */
const char *query_text(struct query *f, const char *name);
const char *query_insee(struct query *f, const char *name);
/* These give what they were given to keep the value in. */
const struct uuid *query_id(struct query *f, const char *name, struct uuid *id);
const struct day *query_day(struct query *f, const char *name, struct day *d);
const int64_t *query_time(struct query *f, const char *name, int64_t *us); /* of any offset */
const int64_t *query_int(struct query *f, const char *name, int64_t *v);   /* in the range declared */
/* JSON_DECIMAL, with at most six decimals, in millionths. */
const int64_t *query_decimal(struct query *f, const char *name, int64_t *v);
/* JSON_FLAG: true or false, which absent is too; said: is it there? */
bool query_flag(struct query *f, const char *name);
const bool *query_said(struct query *f, const char *name, bool *v);
/* JSON_YES: does it say so? */
bool query_true(struct query *f, const char *name);
/* The field "after", JSON_CURSOR and a cursor of api_cursor: where to go on behind. false: on the first page. */
bool query_after(struct query *f, int64_t *us, struct uuid *id);
/* The declaration of a list that has no other field, and its whole query: *later is what query_after gives, the rest is
 * query_end's. */
extern const struct json_shape query_page_shape;
bool query_page(const struct route_request *q, int64_t *us, struct uuid *id, bool *later, struct reply *r);
/* false when a field was bad: r says so. */
bool query_end(const struct query *f, struct reply *r);

#endif
