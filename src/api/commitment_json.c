/* SPDX-License-Identifier: EUPL-1.2 */
/* When, and nothing of what it is: an examination, a hearing, a course are all the same to a plan. */
#include "api/commitment_json.h"

#include "api/api.h"
#include "domain/day.h"

#include "base/banned.h"

enum { FIRST, LAST, FROM, TO, FIELDS };

static const struct json_field fields[FIELDS] = {
    [FIRST] = {"first", JSON_DAY, true, 0, 0},
    [LAST] = {"last", JSON_DAY, false, 0, 0},
    [FROM] = {"from", JSON_INT, false, 0, SLOT_DAY - 1},
    [TO] = {"to", JSON_INT, false, 1, SLOT_DAY},
};

const struct json_shape commitment_json_shape = JSON_SHAPE("Commitment", fields);

static enum refusal read_one(struct json_doc *d, const struct json_value *list, const char *base, size_t i,
                             struct profile_commitment *out)
{
    struct json_value v[FIELDS] = {0};
    char at[JSON_POINTER];
    enum refusal r = json_doc_take_item(d, list, base, i, fields, v, FIELDS, at);

    if (r != REFUSAL_NONE)
        return r;
    out->first = day_number(&v[FIRST].day);
    out->last = v[LAST].present ? day_number(&v[LAST].day) : out->first;
    out->from_min = v[FROM].present ? (int32_t)v[FROM].i : 0;
    out->to_min = v[TO].present ? (int32_t)v[TO].i : 0;
    if (v[FROM].present != v[TO].present) /* half of them */
        return json_doc_refuse(d, at, fields[v[FROM].present ? TO : FROM].name);
    if (v[TO].present && out->to_min <= out->from_min)
        return json_doc_refuse(d, at, fields[TO].name);
    if (out->last < out->first || (v[TO].present && out->last - out->first >= PROFILE_COMMITMENT_DAYS))
        return json_doc_refuse(d, at, fields[LAST].name);
    return REFUSAL_NONE;
}

enum refusal commitment_json_read(struct json_doc *d, const struct json_value *list, const char *base,
                                  struct profile_commitment out[PROFILE_COMMITMENTS])
{
    enum refusal r = REFUSAL_NONE;

    for (size_t i = 0; i < list->count && r == REFUSAL_NONE; i++)
        r = read_one(d, list, base, i, &out[i]);
    return r;
}

void commitment_json_put(struct buf *b, const struct profile_commitment *c, size_t n)
{
    buf_u8(b, '[');
    for (size_t i = 0; i < n; i++) {
        api_next_item(b, i);
        buf_u8(b, '{');
        api_put_day_number(b, fields[FIRST].name, c[i].first);
        api_put_day_number(b, fields[LAST].name, c[i].last);
        api_put_int_or_null(b, fields[FROM].name, c[i].to_min > 0, c[i].from_min);
        api_put_int_or_null(b, fields[TO].name, c[i].to_min > 0, c[i].to_min);
        buf_u8(b, '}');
    }
    buf_u8(b, ']');
}
