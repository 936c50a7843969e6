/* SPDX-License-Identifier: EUPL-1.2 */
/* Times in a query are words of numbers, and what is none of them makes the query bad; in a body they are slots. */
#include "api/what_if_json.h"

#include <string.h>

#include "api/api.h"
#include "api/list.h"
#include "base/err.h"
#include "base/num.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define SENTENCE 2048

static const char *effect_code(size_t i)
{
    return i < WHAT_IF_EFFECTS ? what_if_effect_code((enum what_if_effect)i) : NULL;
}

static const struct json_field what_if[] = {
    {"also", JSON_ITEMS, true, .of = &slot_json_person},
    {"more_travel_minutes", JSON_INT},
    {"week_minutes", JSON_INT},
    {"sentence", JSON_LINE, true},
};
static const struct json_field difference[] = {
    {"code", JSON_CODE, true, .code = effect_code}, {"days", JSON_INT, true}, {"sentence", JSON_LINE, true}};
static const struct json_field effect[] = {
    {"same", JSON_INT, true},  {"possible", JSON_INT, true}, {"sooner", JSON_INT, true},
    {"later", JSON_INT, true}, {"excluded", JSON_INT, true}, {"other_rule", JSON_INT, true},
};

const struct json_shape what_if_json_shape = JSON_SHAPE("WhatIf", what_if);
const struct json_shape what_if_json_difference = JSON_SHAPE("WhatIfDifference", difference);
const struct json_shape what_if_json_effect = JSON_SHAPE("WhatIfEffect", effect);

/* The part before the next mark, or all that is left; *at moves behind it. */
static bool part(const char **at, const char *end, char mark, int64_t lo, int64_t hi, int *out)
{
    const char *stop = memchr(*at, mark, (size_t)(end - *at));
    int64_t v;

    stop = stop == NULL ? end : stop;
    if (num_parse_i64(*at, (size_t)(stop - *at), lo, hi, &v) != ERR_OK)
        return false;
    *at = stop < end ? stop + 1 : end;
    *out = (int)v;
    return true;
}

/* "3:840-1020:even" */
static bool read_time(const char *s, const char *end, struct slot *out)
{
    const char *mark;

    *out = (struct slot){.weeks = SLOT_EVERY};
    if (!part(&s, end, ':', 1, 7, &out->weekday) || !part(&s, end, '-', 0, SLOT_DAY - 1, &out->from_min))
        return false;
    mark = memchr(s, ':', (size_t)(end - s));
    if (!part(&s, mark == NULL ? end : mark, ':', 1, SLOT_DAY, &out->to_min))
        return false;
    if (mark != NULL)
        out->weeks = slot_weeks_parse(mark + 1, (size_t)(end - mark - 1));
    return slot_check(out) == SLOT_FINE;
}

static bool read_times(const char *s, struct what_if *out)
{
    for (const char *end; s != NULL; s = *end == ',' ? end + 1 : NULL) {
        end = s + strcspn(s, ",");
        if (out->n_also == WHAT_IF_SLOTS || !read_time(s, end, &out->also[out->n_also++]))
            return false;
    }
    return true;
}

void what_if_json_query(struct query *f, struct what_if *out)
{
    int64_t travel = 0;
    int64_t week = 0;

    *out = (struct what_if){0};
    if (!read_times(query_text(f, "also"), out))
        f->bad = true;
    (void)query_int(f, "more_travel_minutes", &travel);
    (void)query_int(f, "week_minutes", &week);
    out->more_travel = (int32_t)travel;
    out->week_min = (int32_t)week;
}

enum refusal what_if_json_read(struct json_doc *d, const struct json_value v[WHAT_IF_JSON_FIELDS], struct what_if *out)
{
    struct slot also[SLOT_MAX];
    enum refusal r = slot_json_read(d, &v[0], "/also", false, also);

    *out = (struct what_if){.n_also = v[0].count, .more_travel = (int32_t)v[1].i, .week_min = (int32_t)v[2].i};
    memcpy(out->also, also, out->n_also * sizeof also[0]);
    return r;
}

static void put_sentence(struct buf *b, const struct buf *sentence)
{
    api_name(b, "sentence");
    jsontext_string(b, (const char *)sentence->data, sentence->len);
}

void what_if_json_put(struct buf *b, const char *name, const struct what_if *w)
{
    struct buf sentence SCOPED_BUF;

    if (w == NULL || !what_if_any(w)) {
        api_put_null(b, name);
        return;
    }
    buf_init_secret(&sentence, SENTENCE);
    what_if_words(&sentence, w);
    api_open(b, name);
    list_put(b, "also", &(struct list){w->also, w->n_also, sizeof w->also[0], slot_json_put});
    api_put_int_or_null(b, "more_travel_minutes", w->more_travel > 0, w->more_travel);
    api_put_int_or_null(b, "week_minutes", w->week_min > 0, w->week_min);
    put_sentence(b, &sentence);
    buf_u8(b, '}');
}

void what_if_json_put_difference(struct buf *b, const struct match_case_item *item)
{
    struct buf sentence SCOPED_BUF;
    enum what_if_effect e;
    int32_t days;

    if (!item->compared) {
        api_put_null(b, "difference");
        return;
    }
    e = what_if_compare(&item->was, &item->fit, &days);
    buf_init_secret(&sentence, SENTENCE);
    what_if_words_effect(&sentence, &item->was, &item->fit);
    api_open(b, "difference");
    api_put_text(b, "code", what_if_effect_code(e));
    api_put_int(b, "days", days);
    put_sentence(b, &sentence);
    buf_u8(b, '}');
}

void what_if_json_put_effect(struct buf *b, const struct match_case_list *list)
{
    if (!list->compared) {
        api_put_null(b, "effect");
        return;
    }
    api_open(b, "effect");
    for (int e = 0; e < WHAT_IF_EFFECTS; e++)
        api_put_int(b, what_if_effect_code((enum what_if_effect)e), (int64_t)list->effect[e]);
    buf_u8(b, '}');
}
