/* SPDX-License-Identifier: EUPL-1.2 */
/* Each line is explained as a match is. */
#include "api/plan_json.h"

#include "api/api.h"
#include "api/list.h"
#include "api/match_json.h"
#include "api/slot_json.h"

#include "base/banned.h"

static const char *lack_code(size_t i)
{
    static const char *const codes[] = {"profile", "profile_broken"};

    return i < sizeof codes / sizeof codes[0] ? codes[i] : NULL;
}

static const struct json_field proposal[] = {
    {"minutes", JSON_INT, true}, {"first_day", JSON_DAY}, {"last_day", JSON_DAY}, {"margin_days", JSON_INT},
    {"slots", JSON_ITEMS, true, .of = &slot_json_person},
};
static const struct json_shape proposal_shape = JSON_SHAPE("PlanProposal", proposal);
static const struct json_field best[] = {
    {NULL, JSON_ALSO, .of = &match_json_item_shape}, {"cost", JSON_INT, true}};
static const struct json_shape best_shape = JSON_SHAPE("PlanBest", best);
static const struct json_field line[] = {
    {"measure", JSON_ID, true},
    {"case", JSON_ID, true},
    {NULL, JSON_ALSO, .of = &best_shape},
    {"lost", JSON_INT, true},
    {"proposal", JSON_FIELDS, true, .of = &proposal_shape},
    {"best", JSON_FIELDS, .of = &best_shape},
};
static const struct json_shape line_shape = JSON_SHAPE("PlanLine", line);
static const struct json_field left[] = {
    {"measure", JSON_ID, true},
    {"case", JSON_ID, true},
    {"lacks", JSON_CODE, .code = lack_code},
    {"rule", JSON_LINE},
    {"rule_id", JSON_LINE},
    {"sentence", JSON_LINE},
    {"posts", JSON_INT, true},
    {"fitting", JSON_INT, true},
};
static const struct json_shape left_shape = JSON_SHAPE("PlanLeft", left);
static const struct json_field made_fields[] = {
    {"id", JSON_ID, true}, {"made_at", JSON_TIME, true}, {"expires_at", JSON_TIME, true}};
static const struct json_field whole[] = {
    {NULL, JSON_ALSO, .of = &plan_json_made},
    {"from", JSON_DAY},
    {"order", JSON_CODES, true, .code = match_json_term},
    {"people", JSON_INT, true},
    {"more", JSON_FLAG, true},
    {"placed", JSON_INT, true},
    {"objective", JSON_INT, true},
    {"unplaced_cost", JSON_INT, true},
    {"items", JSON_ITEMS, true, .of = &line_shape},
    {"unplaced", JSON_ITEMS, true, .of = &left_shape},
};

const struct json_shape plan_json_made = JSON_SHAPE("PlanMade", made_fields);
const struct json_shape plan_json_shape = JSON_SHAPE("Plan", whole);

static void put_who(struct buf *b, const struct plan_facts *f)
{
    api_put_id(b, "measure", &f->measure.measure);
    api_put_id(b, "case", &f->case_id);
}

static void put_post(struct buf *b, const struct plan_waiting_out *out, const struct match_fit *fit, size_t post,
                     int32_t cost)
{
    struct match_case_item item = {*fit, &out->people.posts->offer[post]->post};

    match_json_item(b, &item);
    api_put_int(b, "cost", cost);
}

static void put_line(struct buf *b, const struct plan_waiting_out *out, size_t i)
{
    const struct plan_solve_line *l = &out->solution.line[i];
    const struct match_fit *m = &l->meant;

    buf_u8(b, '{');
    put_who(b, &out->people.facts[i]);
    put_post(b, out, &l->fit, l->post, l->cost);
    api_put_int(b, "lost", l->cost - l->best_cost);
    api_open(b, "proposal");
    api_put_int(b, "minutes", m->minutes);
    api_put_day_number(b, "first_day", m->first_day);
    api_put_day_number(b, "last_day", m->last_day);
    api_put_int_or_null(b, "margin_days", m->margin != DAY_NONE, m->margin);
    list_put(b, "slots", &(struct list){l->times.slot, l->times.n, sizeof l->times.slot[0], slot_json_put});
    buf_u8(b, '}');
    if (l->best == l->post) {
        api_put_null(b, "best");
    } else {
        api_open(b, "best");
        put_post(b, out, &l->best_fit, l->best, l->best_cost);
        buf_u8(b, '}');
    }
    buf_u8(b, '}');
}

/* Somebody without a place: the rule that most posts fail. What lacks of her file is no rule. */
static void put_left(struct buf *b, const struct plan_waiting_out *out, size_t i)
{
    const struct plan_solve_line *l = &out->solution.line[i];

    buf_u8(b, '{');
    put_who(b, &out->people.facts[i]);
    api_put_text_or_null(b, "lacks", l->lack == PLAN_PEOPLE_NO_PROFILE ? "profile"
                                     : l->lack == PLAN_PEOPLE_BROKEN   ? "profile_broken"
                                                                       : NULL);
    if (l->rule == MATCH_FITS) {
        api_put_null(b, "rule");
        api_put_null(b, "rule_id");
        api_put_null(b, "sentence");
    } else {
        match_json_rule(b, l->rule, out->people.facts[i].measure.minor);
    }
    api_put_int(b, "posts", (int64_t)l->failing);
    api_put_int(b, "fitting", (int64_t)l->fitting);
    buf_u8(b, '}');
}

void plan_json_put_made(struct buf *b, const struct plan_made *m)
{
    api_put_id(b, "id", &m->id);
    api_put_time(b, "made_at", m->made_us);
    api_put_time(b, "expires_at", m->expires_us);
}

void plan_json_put(struct buf *b, const struct plan_waiting_out *out)
{
    size_t n = 0;

    buf_u8(b, '{');
    plan_json_put_made(b, &out->made);
    api_put_day_number(b, "from", out->people.from);
    match_json_order(b);
    api_put_int(b, "people", (int64_t)out->people.n);
    api_put_flag(b, "more", out->people.more);
    api_put_int(b, "placed", (int64_t)out->solution.placed);
    api_put_int(b, "objective", out->solution.objective);
    api_put_int(b, "unplaced_cost", PLAN_SOLVE_UNMATCHED);
    api_name(b, "items");
    buf_u8(b, '[');
    for (size_t i = 0; i < out->people.n; i++)
        if (out->solution.line[i].post != PLAN_SOLVE_NONE) {
            api_next_item(b, n++);
            put_line(b, out, i);
        }
    buf_u8(b, ']');
    api_name(b, "unplaced");
    buf_u8(b, '[');
    n = 0;
    for (size_t i = 0; i < out->people.n; i++)
        if (out->solution.line[i].post == PLAN_SOLVE_NONE) {
            api_next_item(b, n++);
            put_left(b, out, i);
        }
    buf_str(b, "]}");
}
