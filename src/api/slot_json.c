/* SPDX-License-Identifier: EUPL-1.2 */
/* The declaration bounds each number by itself; what they are together is for domain/slot. */
#include <stdio.h>

#include "api/canonical.h"
#include "api/slot_json.h"

#include "base/banned.h"

enum { WEEKDAY, FROM, TO, WEEKS, FIELDS };

static const struct json_field fields[FIELDS] = {
    [WEEKDAY] = {"weekday", JSON_INT, true, 1, 7},
    [FROM] = {"from", JSON_INT, true, 0, SLOT_DAY - 1},
    [TO] = {"to", JSON_INT, true, 1, SLOT_DAY},
    [WEEKS] = {"weeks", JSON_LINE, false, 1, 5},
};

static enum refusal read_one(struct json_doc *d, const struct json_value *list, const char *at, size_t i,
                             struct slot *out)
{
    struct json_value v[FIELDS];
    char here[JSON_POINTER];
    enum refusal r = json_doc_take_item(d, list, at, i, fields, v, FIELDS, here);

    if (r != REFUSAL_NONE)
        return r;
    *out = (struct slot){.weekday = (int)v[WEEKDAY].i, .from_min = (int)v[FROM].i, .to_min = (int)v[TO].i,
                         .weeks = v[WEEKS].present ? slot_weeks_parse(v[WEEKS].s, v[WEEKS].n) : SLOT_EVERY};
    switch (slot_check(out)) {
    case SLOT_FINE:
        return REFUSAL_NONE;
    case SLOT_BAD_WEEKS:
        return json_doc_refuse(d, here, fields[WEEKS].name);
    default: /* the declaration has bounded the others, each by itself */
        return json_doc_refuse(d, here, fields[TO].name);
    }
}

enum refusal slot_json_read(struct json_doc *d, const char *base, const struct json_field *f,
                            const struct json_value *list, struct slot out[SLOT_MAX])
{
    char at[JSON_POINTER];
    enum refusal r = REFUSAL_NONE;
    size_t clash;

    snprintf(at, sizeof at, "%s/%s", base, f->name);
    for (size_t i = 0; i < list->count && r == REFUSAL_NONE; i++)
        r = read_one(d, list, at, i, &out[i]);
    if (r != REFUSAL_NONE)
        return r;
    clash = slot_clash(out, list->count);
    return clash < list->count ? canonical_refuse(d, base, f->name, clash) : REFUSAL_NONE;
}
