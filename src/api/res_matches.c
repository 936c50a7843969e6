/* SPDX-License-Identifier: EUPL-1.2 */
/* A list that is computed and not stored, so it has no pages: limit says how many of those that fit are shown, which
 * are all counted. What does not fit is told by rule, with the first few of each; rule=CODE shows that rule alone, with
 * as many as limit allows. */
#include "api/res_matches.h"

#include <string.h>

#include "api/api.h"
#include "api/list.h"
#include "api/match_json.h"
#include "api/profile_facts.h"
#include "api/query.h"
#include "base/err.h"

#include "base/banned.h"

#define LIMIT 20
#define LIMIT_MAX 100
#define OF_A_RULE 5

static const char *rule_code(size_t i)
{
    return i + MATCH_FITS + 1 < MATCH_RULES ? outcome_code((enum match_rule)(i + MATCH_FITS + 1)) : NULL;
}

static const struct json_field query[] = {
    {"measure", JSON_ID},
    {"from", JSON_DAY},
    {"limit", JSON_INT, false, 1, LIMIT_MAX},
    {"rule", JSON_CODE, .code = rule_code},
};
static const struct json_field group[] = {
    {NULL, JSON_ALSO, .of = &match_json_rule_shape},
    {"count", JSON_INT, true},
    {"posts", JSON_ITEMS, true, .of = &match_json_excluded_shape},
};
static const struct json_shape group_shape = JSON_SHAPE("ExcludedPosts", group);
static const struct json_field list_fields[] = {
    {NULL, JSON_ALSO, .of = &match_json_known_shape},
    {"order", JSON_CODES, true, .code = match_json_term},
    {"posts", JSON_INT, true},
    {"fitting", JSON_INT, true},
    {"items", JSON_ITEMS, true, .of = &match_json_item_shape},
    {"excluded", JSON_ITEMS, true, .of = &group_shape},
};

const struct json_shape res_matches_list_query = JSON_SHAPE(NULL, query);
const struct json_shape res_matches_all = JSON_SHAPE("Matches", list_fields);

struct asked {
    struct match_case_in in;
    size_t limit;
    enum match_rule rule; /* MATCH_FITS: none was named */
};

static bool read_query(const struct route_request *q, struct asked *out, struct reply *r)
{
    int64_t limit = LIMIT;
    const char *code;
    struct query f;
    struct day from;

    *out = (struct asked){.in = {.case_id = q->id, .reason = q->reason, .read = profile_facts_read}};
    query_init(&f, q);
    if (query_id(&f, "measure", &out->in.measure) != NULL && uuid_is_nil(&out->in.measure))
        f.bad = true;
    if (query_day(&f, "from", &from) != NULL)
        out->in.from = day_number(&from);
    (void)query_int(&f, "limit", &limit);
    code = query_code(&f, "rule");
    for (int i = MATCH_FITS + 1; code != NULL && i < MATCH_RULES; i++)
        if (strcmp(outcome_code((enum match_rule)i), code) == 0)
            out->rule = (enum match_rule)i;
    out->limit = (size_t)limit;
    return query_end(&f, r);
}

static struct list some_of(const struct match_case_item *item, size_t n, size_t limit,
                           void (*put)(struct buf *b, const void *item))
{
    return (struct list){item, n < limit ? n : limit, sizeof *item, put};
}

/* Items first to before end, which one rule excludes. */
static void put_group(struct buf *b, const struct match_case_list *list, size_t first, size_t end, size_t limit)
{
    struct list posts;

    buf_u8(b, '{');
    match_json_rule(b, list->item[first].fit.rule, list->known.facts.minor);
    buf_u8(b, ',');
    api_put_int(b, "count", (int64_t)(end - first));
    buf_u8(b, ',');
    posts = some_of(&list->item[first], end - first, limit, match_json_excluded);
    list_put(b, "posts", &posts);
    buf_u8(b, '}');
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

static void put_list(struct buf *b, const struct match_case_list *list, const struct asked *asked)
{
    bool one_rule = asked->rule != MATCH_FITS;
    struct list fitting = some_of(list->item, list->fitting, one_rule ? 0 : asked->limit, match_json_item);

    buf_u8(b, '{');
    match_json_known(b, &list->known);
    buf_u8(b, ',');
    match_json_order(b);
    buf_u8(b, ',');
    api_put_int(b, "posts", (int64_t)list->n);
    buf_u8(b, ',');
    api_put_int(b, "fitting", (int64_t)list->fitting);
    buf_u8(b, ',');
    list_put(b, "items", &fitting);
    put_excluded(b, list, asked->rule, one_rule ? asked->limit : OF_A_RULE);
    buf_u8(b, '}');
}

void res_matches_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct match_case_list list;
    struct service_caller c;
    struct asked asked;
    enum refusal no;
    int rc;

    if (!read_query(q, &asked, r))
        return;
    api_caller(&c, q);
    rc = match_case_do(a->service, &c, &asked.in, &list, &no);
    if (reply_outcome(r, rc, no)) {
        put_list(&r->body, &list, &asked);
        reply_ok(r, 200);
    }
    match_case_list_release(&list);
    service_caller_wipe(&c);
}
