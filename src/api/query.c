/* SPDX-License-Identifier: EUPL-1.2 */
/* Which field it was is not told: a query is written by programs, not typed by people. */
#include <string.h>

#include "api/api.h"
#include "api/query.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "domain/place.h"

#include "base/banned.h"

void query_init(struct query *f, const struct route_request *q)
{
    *f = (struct query){&q->query, false};
}

/* fine: the field is there and is what it should be. Gives the same. */
static bool taken(struct query *f, const char *s, bool fine)
{
    f->bad = f->bad || (s != NULL && !fine);
    return s != NULL && fine;
}

const char *query_word(struct query *f, const char *name, enum word_list list)
{
    size_t n;
    const char *s = params_get(f->fields, name, &n);
    const char *word = s == NULL ? NULL : word_find(list, s, n);

    (void)taken(f, s, word != NULL);
    return word;
}

const char *query_insee(struct query *f, const char *name)
{
    size_t n;
    const char *s = params_get(f->fields, name, &n);

    return taken(f, s, s != NULL && place_insee_fits(s, n)) ? s : NULL;
}

const struct uuid *query_id(struct query *f, const char *name, struct uuid *id)
{
    size_t n;
    const char *s = params_get(f->fields, name, &n);

    return taken(f, s, s != NULL && uuid_parse(id, s, n) == ERR_OK) ? id : NULL;
}

const int64_t *query_time(struct query *f, const char *name, int64_t *us)
{
    size_t n;
    const char *s = params_get(f->fields, name, &n);

    return taken(f, s, s != NULL && clock_parse_offset(s, n, us) == ERR_OK) ? us : NULL;
}

const int64_t *query_int(struct query *f, const char *name, int64_t min, int64_t max, int64_t *v)
{
    size_t n;
    const char *s = params_get(f->fields, name, &n);

    return taken(f, s, s != NULL && num_parse_i64(s, n, min, max, v) == ERR_OK) ? v : NULL;
}

bool query_true(struct query *f, const char *name)
{
    const char *s = params_get(f->fields, name, NULL);

    return taken(f, s, s != NULL && strcmp(s, "true") == 0);
}

bool query_after(struct query *f, int64_t *us, struct uuid *id)
{
    size_t n;
    const char *s = params_get(f->fields, "after", &n);

    return taken(f, s, s != NULL && api_read_cursor(s, n, us, id));
}

bool query_end(const struct query *f, struct reply *r)
{
    if (f->bad)
        reply_refuse(r, REFUSAL_PARAMETER, NULL);
    return !f->bad;
}

bool query_page(const struct route_request *q, int64_t *us, struct uuid *id, bool *later, struct reply *r)
{
    struct query f;

    query_init(&f, q);
    *later = query_after(&f, us, id);
    return query_end(&f, r);
}
