/* SPDX-License-Identifier: EUPL-1.2 */
/* Each slot is looked at by domain/slot.h, so that a refusal names the slot and its field. */
#include "api/slot_json.h"

#include "api/api.h"

#include "base/banned.h"

/* Places last, which some have not. */
enum { WEEKDAY, FROM, TO, WEEKS, PLACES, FIELDS };

static const char *weeks_code(size_t i)
{
    return i < SLOT_WEEKS ? slot_weeks_name((enum slot_weeks)i) : NULL;
}

static const struct json_field fields[FIELDS] = {
    [WEEKDAY] = {"weekday", JSON_INT, true, 1, 7},
    [FROM] = {"from", JSON_INT, true, 0, SLOT_DAY - 1},
    [TO] = {"to", JSON_INT, true, 1, SLOT_DAY},
    [WEEKS] = {"weeks", JSON_CODE, false, .code = weeks_code},
    [PLACES] = {"places", JSON_INT, false, 1, SLOT_PLACES},
};

const struct json_shape slot_json_post = JSON_SHAPE("PostSlot", fields);
const struct json_shape slot_json_person = JSON_FIRST("Slot", fields, PLACES);

static const char *name_of(enum slot_fault fault)
{
    switch (fault) {
    case SLOT_BAD_WEEKDAY:
        return fields[WEEKDAY].name;
    case SLOT_BAD_FROM:
        return fields[FROM].name;
    case SLOT_BAD_WEEKS:
        return fields[WEEKS].name;
    case SLOT_BAD_PLACES:
        return fields[PLACES].name;
    default:
        return fields[TO].name;
    }
}

static enum refusal read_one(struct json_doc *d, const struct json_value *list, const char *base, size_t i, size_t n,
                             struct slot *out)
{
    struct json_value v[FIELDS] = {0};
    char at[JSON_POINTER];
    enum slot_fault fault;
    enum refusal r = json_doc_take_item(d, list, base, i, fields, v, n, at);

    if (r != REFUSAL_NONE)
        return r;
    *out = (struct slot){.weekday = (int)v[WEEKDAY].i, .from_min = (int)v[FROM].i, .to_min = (int)v[TO].i,
                         .weeks = v[WEEKS].present ? slot_weeks_parse(v[WEEKS].s, v[WEEKS].n) : SLOT_EVERY,
                         .places = (int)v[PLACES].i};
    fault = slot_check(out);
    return fault == SLOT_FINE ? REFUSAL_NONE : json_doc_refuse(d, at, name_of(fault));
}

enum refusal slot_json_read(struct json_doc *d, const struct json_value *list, const char *base, bool places,
                            struct slot out[SLOT_MAX])
{
    enum refusal r = REFUSAL_NONE;

    for (size_t i = 0; i < list->count && r == REFUSAL_NONE; i++)
        r = read_one(d, list, base, i, places ? FIELDS : PLACES, &out[i]);
    return r;
}

void slot_json_put(struct buf *b, const void *item)
{
    const struct slot *s = item;

    api_put_int(b, "weekday", s->weekday);
    api_put_int(b, "from", s->from_min);
    api_put_int(b, "to", s->to_min);
    api_put_text(b, "weeks", slot_weeks_name(s->weeks));
}
