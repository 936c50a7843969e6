/* SPDX-License-Identifier: EUPL-1.2 */
/* The fields of a query one after the other, as values. A field that is absent is NULL, false or nothing; one that is
 * there and is none of what it should be makes the reader bad, and one look at query_end tells. */
#ifndef JALON_API_QUERY_H
#define JALON_API_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/word.h"
#include "http/route.h"

struct query {
    const struct params *fields;
    bool bad;
};

void query_init(struct query *f, const struct route_request *q);
/* A code of the list, which lives for ever. */
const char *query_word(struct query *f, const char *name, enum word_list list);
/* The code of a commune, its form only. Lives as long as the request. */
const char *query_insee(struct query *f, const char *name);
/* These three give what they were given to keep the value in. */
const struct uuid *query_id(struct query *f, const char *name, struct uuid *id);
const int64_t *query_time(struct query *f, const char *name, int64_t *us); /* RFC 3339, of any offset */
const int64_t *query_int(struct query *f, const char *name, int64_t min, int64_t max, int64_t *v);
/* Does it say "true"? There is no other word for it. */
bool query_true(struct query *f, const char *name);
/* The field "after", a cursor of api_cursor: where to go on behind. false: on the first page. */
bool query_after(struct query *f, int64_t *us, struct uuid *id);
/* The whole query of a list that has no other field: *later is what query_after gives, the rest is query_end's. */
bool query_page(const struct route_request *q, int64_t *us, struct uuid *id, bool *later, struct reply *r);
/* false when a field was bad: r says so. */
bool query_end(const struct query *f, struct reply *r);

#endif
