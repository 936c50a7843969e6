/* SPDX-License-Identifier: EUPL-1.2 */
/* Tutors over JSON. A number of people that is not told is null, as is a day that there is not. */
#include "api/res_tutors.h"

#include "api/api.h"
#include "api/api_put.h"
#include "api/list.h"
#include "api/shapes.h"
#include "app/list_tutors.h"

#include "base/banned.h"

static const struct json_field query[] = {{"after", JSON_CURSOR}};
static const struct json_field away[] = {
    {"first", JSON_DAY}, {"last", JSON_DAY}, {"stand_in", JSON_FIELDS, .of = &shapes_named}};
static const struct json_shape away_shape = JSON_SHAPE("TutorAway", away);
static const struct json_field item[] = {
    {NULL, JSON_ALSO, .of = &shapes_named},
    {"function", JSON_LINE, true},
    {"posts", JSON_INT, true},
    {"people", JSON_INT},
    {"most", JSON_INT},
    {"most_on", JSON_DAY},
    {"people_max", JSON_INT},
    {"trained_on", JSON_DAY},
    {"away", JSON_FIELDS, .of = &away_shape},
};

const struct json_shape res_tutors_query = JSON_SHAPE(NULL, query);
const struct json_shape res_tutors_item = JSON_SHAPE("Tutor", item);

static void put_away(struct buf *b, const struct tutor *t)
{
    if (t->away_first.year == 0) {
        api_put_null(b, "away");
        return;
    }
    api_open(b, "away");
    api_put_day_or_null(b, "first", &t->away_first);
    api_put_day_or_null(b, "last", &t->away_last);
    api_put_labelled_or_null(b, "stand_in", &t->stand_in, "name", t->stand_in_name);
    buf_u8(b, '}');
}

static void put_item(struct buf *b, const void *one)
{
    const struct tutor *t = one;

    api_put_id(b, "id", &t->id);
    api_put_text(b, "name", t->name);
    api_put_text(b, "function", t->function);
    api_put_int(b, "posts", t->posts);
    api_put_int_or_null(b, "people", t->people >= 0, t->people);
    api_put_int_or_null(b, "most", t->most >= 0, t->most);
    api_put_day_or_null(b, "most_on", &t->most_on);
    api_put_int_or_null(b, "people_max", t->people_max > 0, t->people_max);
    api_put_day_or_null(b, "trained_on", &t->trained_on);
    put_away(b, t);
}

void res_tutors_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_tutors_out out;
    struct api_step s;

    if (!list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, list_tutors_do(s.service, &s.caller, &q->id, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_item, created_us, id));
    list_tutors_release(&out);
}
