/* SPDX-License-Identifier: EUPL-1.2 */
/* A list that is computed and not stored, so it has no pages: limit says how many of those that fit are shown, which
 * are all counted. What does not fit is told by rule, with the first few of each; rule=CODE shows that rule alone, with
 * as many as limit allows. */
#include "api/res_matches.h"

#include <string.h>

#include "api/api.h"
#include "api/match_json.h"
#include "api/profile_facts.h"
#include "base/err.h"
#include "base/num.h"

#include "base/banned.h"

#define LIMIT 20
#define LIMIT_MAX 100
#define OF_A_RULE 5

const char *const res_matches_list_query[] = {"measure", "from", "limit", "rule", NULL};

struct query {
    struct match_case_in in;
    size_t limit;
    enum match_rule rule; /* MATCH_FITS: none was named */
};

static bool take_day(const char *s, size_t n, int32_t *out)
{
    struct day d;

    if (day_parse(&d, s, n) != ERR_OK)
        return false;
    *out = day_number(&d);
    return true;
}

static bool take_rule(const char *s, size_t n, enum match_rule *out)
{
    for (int i = MATCH_FITS + 1; i < MATCH_RULES; i++) {
        const char *code = outcome_code((enum match_rule)i);

        if (strlen(code) == n && memcmp(code, s, n) == 0) {
            *out = (enum match_rule)i;
            return true;
        }
    }
    return false;
}

static bool read_query(const struct route_request *q, struct query *out)
{
    size_t measure_n, from_n, limit_n, rule_n;
    const char *measure = params_get(&q->query, "measure", &measure_n);
    const char *from = params_get(&q->query, "from", &from_n);
    const char *limit = params_get(&q->query, "limit", &limit_n);
    const char *rule = params_get(&q->query, "rule", &rule_n);
    int64_t many = LIMIT;

    *out = (struct query){.in = {.case_id = q->id, .reason = q->reason, .read = profile_facts_read}};
    if (measure != NULL && (uuid_parse(&out->in.measure, measure, measure_n) != ERR_OK ||
                            uuid_is_nil(&out->in.measure)))
        return false;
    if (from != NULL && !take_day(from, from_n, &out->in.from))
        return false;
    if (limit != NULL && num_parse_i64(limit, limit_n, 1, LIMIT_MAX, &many) != ERR_OK)
        return false;
    out->limit = (size_t)many;
    return rule == NULL || take_rule(rule, rule_n, &out->rule);
}

static void put_items(struct buf *b, const struct match_case_list *list, size_t limit)
{
    buf_str(b, ",\"items\":[");
    for (size_t i = 0; i < list->fitting && i < limit; i++) {
        api_next_item(b, i);
        match_json_item(b, &list->item[i]);
    }
    buf_u8(b, ']');
}

/* Items first to before end, which one rule excludes. */
static void put_group(struct buf *b, const struct match_case_list *list, size_t first, size_t end, size_t limit)
{
    buf_u8(b, '{');
    match_json_rule(b, list->item[first].fit.rule, list->known.facts.minor);
    buf_u8(b, ',');
    api_put_int(b, "count", (int64_t)(end - first));
    buf_str(b, ",\"posts\":[");
    for (size_t i = first; i < end && i - first < limit; i++) {
        api_next_item(b, i - first);
        match_json_excluded(b, &list->item[i]);
    }
    buf_str(b, "]}");
}

/* only: MATCH_FITS for every rule. */
static void put_excluded(struct buf *b, const struct match_case_list *list, enum match_rule only, size_t limit)
{
    size_t n = 0;

    buf_str(b, ",\"excluded\":[");
    for (size_t i = list->fitting, end; i < list->n; i = end) {
        enum match_rule rule = list->item[i].fit.rule;

        for (end = i; end < list->n && list->item[end].fit.rule == rule; end++)
            continue;
        if (only != MATCH_FITS && only != rule)
            continue;
        api_next_item(b, n++);
        put_group(b, list, i, end, limit);
    }
    buf_u8(b, ']');
}

static void put_list(struct buf *b, const struct match_case_list *list, const struct query *query)
{
    bool one_rule = query->rule != MATCH_FITS;

    buf_u8(b, '{');
    match_json_known(b, &list->known);
    buf_u8(b, ',');
    match_json_order(b);
    buf_u8(b, ',');
    api_put_int(b, "posts", (int64_t)list->n);
    buf_u8(b, ',');
    api_put_int(b, "fitting", (int64_t)list->fitting);
    put_items(b, list, one_rule ? 0 : query->limit);
    put_excluded(b, list, query->rule, one_rule ? query->limit : OF_A_RULE);
    buf_u8(b, '}');
}

void res_matches_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct match_case_list list;
    struct service_caller c;
    struct query query;
    enum refusal no;
    int rc;

    if (!read_query(q, &query)) {
        reply_refuse(r, REFUSAL_PARAMETER, NULL);
        return;
    }
    api_caller(&c, q);
    rc = match_case_do(a->service, &c, &query.in, &list, &no);
    if (reply_outcome(r, rc, no)) {
        put_list(&r->body, &list, &query);
        reply_ok(r, 200);
    }
    match_case_list_release(&list);
    service_caller_wipe(&c);
}
