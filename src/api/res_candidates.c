/* SPDX-License-Identifier: EUPL-1.2 */
/* Who could fill a place: of everybody who waits those are told who fit, each with her plan there, in the order of the
 * waiting list; of the others how many a rule excludes. Computed, and without pages. */
#include "api/res_candidates.h"

#include "api/api.h"
#include "api/list.h"
#include "api/match_json.h"
#include "api/profile_facts.h"
#include "api/query.h"
#include "api/res_waiting.h"
#include "app/find_candidates.h"

#include "base/banned.h"

#define LIMIT 50

static const struct json_field query[] = {
    {"from", JSON_DAY},
    {"limit", JSON_INT, false, 1, FIND_CANDIDATES_LIMIT},
};
static const struct json_field post[] = {{NULL, JSON_ALSO, .of = &match_json_post_shape}};
static const struct json_shape post_shape = JSON_SHAPE("CandidatesPost", post);
static const struct json_field stop[] = {
    {NULL, JSON_ALSO, .of = &match_json_rule_shape}, {NULL, JSON_ALSO, .of = &match_json_why_shape}};
static const struct json_shape stop_shape = JSON_SHAPE("StoppedPost", stop);
static const struct json_field fit[] = {
    {NULL, JSON_ALSO, .of = &match_json_fit_shape}, {"week_minutes", JSON_INT, true}};
static const struct json_shape fit_shape = JSON_SHAPE("CandidateFit", fit);
static const struct json_field candidate[] = {
    {NULL, JSON_ALSO, .of = &res_waiting_item}, {"fit", JSON_FIELDS, true, .of = &fit_shape}};
static const struct json_shape candidate_shape = JSON_SHAPE("Candidate", candidate);
static const struct json_field group[] = {
    {NULL, JSON_ALSO, .of = &match_json_rule_shape}, {"people", JSON_INT, true}};
static const struct json_shape group_shape = JSON_SHAPE("ExcludedPeople", group);
static const struct json_field lacking[] = {{"profile", JSON_INT, true}, {"profile_broken", JSON_INT, true},
                                            {"unseen", JSON_INT, true}};
static const struct json_shape lacking_shape = JSON_SHAPE("LackingPeople", lacking);
static const struct json_field page[] = {
    {"post", JSON_FIELDS, true, .of = &post_shape},
    {"from", JSON_DAY, true},
    {"stopped", JSON_FIELDS, .of = &stop_shape},
    {"people", JSON_INT, true},
    {"fitting", JSON_INT, true},
    {"opened", JSON_INT, true},
    {"items", JSON_ITEMS, true, .of = &candidate_shape},
    {"excluded", JSON_ITEMS, true, .of = &group_shape},
    {"lacking", JSON_FIELDS, true, .of = &lacking_shape},
};

const struct json_shape res_candidates_query = JSON_SHAPE(NULL, query);
const struct json_shape res_candidates_page = JSON_SHAPE("Candidates", page);

static void put_stop(struct buf *b, const struct find_candidates_out *out)
{
    if (out->stop.rule == MATCH_FITS) {
        api_put_null(b, "stopped");
        return;
    }
    api_open(b, "stopped");
    match_json_rule(b, out->stop.rule, out->post->p.minors);
    match_json_why(b, &out->stop, NULL);
    buf_u8(b, '}');
}

static void put_items(struct buf *b, const struct find_candidates_out *out)
{
    api_name(b, "items");
    buf_u8(b, '[');
    for (size_t i = 0; i < out->n_items; i++) {
        const struct find_candidates_one *one = &out->item[i];

        api_next_item(b, i);
        buf_u8(b, '{');
        res_waiting_put(b, one->who);
        api_open(b, "fit");
        match_json_fit(b, &one->fit, &out->post->post);
        api_put_int(b, "week_minutes", one->week_min);
        buf_str(b, "}}");
    }
    buf_u8(b, ']');
}

static void put_excluded(struct buf *b, const struct find_candidates_out *out)
{
    size_t n = 0;

    api_name(b, "excluded");
    buf_u8(b, '[');
    for (int r = MATCH_FITS + 1; r < MATCH_RULES; r++)
        if (out->count[r] > 0) {
            api_next_item(b, n++);
            buf_u8(b, '{');
            match_json_rule(b, (enum match_rule)r, out->post->p.minors);
            api_put_int(b, "people", (int64_t)out->count[r]);
            buf_u8(b, '}');
        }
    buf_u8(b, ']');
}

static void put_page(struct buf *b, const struct find_candidates_out *out)
{
    buf_u8(b, '{');
    api_open(b, "post");
    match_json_post(b, &out->post->post);
    buf_u8(b, '}');
    api_put_day_number(b, "from", out->from);
    put_stop(b, out);
    api_put_int(b, "people", (int64_t)out->people);
    api_put_int(b, "fitting", (int64_t)out->count[MATCH_FITS]);
    api_put_int(b, "opened", (int64_t)out->opened);
    put_items(b, out);
    put_excluded(b, out);
    api_open(b, "lacking");
    api_put_int(b, "profile", (int64_t)out->lacking[PLAN_PEOPLE_NO_PROFILE]);
    api_put_int(b, "profile_broken", (int64_t)out->lacking[PLAN_PEOPLE_BROKEN]);
    api_put_int(b, "unseen", (int64_t)out->lacking[PLAN_PEOPLE_UNSEEN]);
    buf_u8(b, '}');
    buf_u8(b, '}');
}

void res_candidates_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct find_candidates_in in = {.post = q->id, .reason = q->reason, .read = profile_facts_read};
    struct find_candidates_out out;
    int64_t limit = LIMIT;
    struct api_step s;
    struct query f;
    struct day from;

    query_init(&f, q);
    if (query_day(&f, "from", &from) != NULL)
        in.from = day_number(&from);
    (void)query_int(&f, "limit", &limit);
    in.limit = (size_t)limit;
    if (!query_end(&f, r))
        return;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, find_candidates_do(s.service, &s.caller, &in, &out, &s.no))) {
        put_page(&r->body, &out);
        reply_ok(r, 200);
    }
    find_candidates_release(&out);
}
