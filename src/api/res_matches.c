/* SPDX-License-Identifier: EUPL-1.2 */
/* A list that is computed for each page anew. The posts that fit come in pages; those that do not are told by rule,
 * with how many there are and the first few of each; rule=CODE tells that rule alone, in pages. A cursor names the last
 * post of its page and a print of all posts up to it, so "changed" says that these are not those that were told any
 * more. What she might accept beyond her profile, a later first day among it, is matched in its place, and each post
 * says what that changed; with remedies=true a post that does not fit says what acceptance would make it fit. post=ID
 * looks at that post alone. */
#include "api/res_matches.h"

#include <string.h>

#include "api/api.h"
#include "api/filter_json.h"
#include "api/list.h"
#include "api/known_json.h"
#include "api/match_json.h"
#include "api/profile_facts.h"
#include "api/query.h"
#include "api/what_if_json.h"
#include "base/err.h"

#include "base/banned.h"

#define LIMIT 20

static const char *rule_code(size_t i)
{
    return i + MATCH_FITS + 1 < MATCH_RULES ? outcome_code((enum match_rule)(i + MATCH_FITS + 1)) : NULL;
}

static const struct json_field query[] = {
    {"measure", JSON_ID},
    {"post", JSON_ID},
    {"from", JSON_DAY},
    {"limit", JSON_INT, false, 1, MATCH_CASE_LIMIT},
    {"after", JSON_CURSOR},
    {"rule", JSON_CODE, .code = rule_code},
    FILTER_JSON_QUERY,
    WHAT_IF_JSON_QUERY,
    {"remedies", JSON_YES},
};
static const struct json_field group[] = {
    {NULL, JSON_ALSO, .of = &match_json_rule_shape},
    {"count", JSON_INT, true},
    {"posts", JSON_ITEMS, true, .of = &match_json_excluded_shape},
};
static const struct json_shape group_shape = JSON_SHAPE("ExcludedPosts", group);
static const struct json_field list_fields[] = {
    {NULL, JSON_ALSO, .of = &known_json_shape},
    {"filter", JSON_FIELDS, true, .of = &filter_json_shape},
    {"what_if", JSON_FIELDS, .of = &what_if_json_shape},
    {"effect", JSON_FIELDS, .of = &what_if_json_effect},
    {"order", JSON_CODES, true, .code = match_json_term},
    {"posts", JSON_INT, true},
    {"fitting", JSON_INT, true},
    {"items", JSON_ITEMS, true, .of = &match_json_item_shape},
    {"next", JSON_CURSOR},
    {"changed", JSON_FLAG, true},
    {"excluded", JSON_ITEMS, true, .of = &group_shape},
};

const struct json_shape res_matches_list_query = JSON_SHAPE(NULL, query);
const struct json_shape res_matches_all = JSON_SHAPE("Matches", list_fields);

struct asked {
    struct match_case_in in;
    struct match_case_page page;
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
    if (query_id(&f, "post", &out->in.post) != NULL && uuid_is_nil(&out->in.post))
        f.bad = true;
    if (query_day(&f, "from", &from) != NULL)
        out->in.from = day_number(&from);
    what_if_json_query(&f, &out->in.what_if);
    out->in.remedies = query_true(&f, "remedies");
    (void)query_int(&f, "limit", &limit);
    filter_json_query(&f, &out->in.filter);
    code = query_code(&f, "rule");
    for (int i = MATCH_FITS + 1; code != NULL && i < MATCH_RULES; i++)
        if (strcmp(outcome_code((enum match_rule)i), code) == 0)
            out->page.rule = (enum match_rule)i;
    out->page.later = query_after(&f, &out->page.print, &out->page.after);
    out->page.limit = (size_t)limit;
    return query_end(&f, r);
}

static void put_group(struct buf *b, const struct match_case_list *list, enum match_rule rule,
                      const struct match_case_item *item)
{
    struct list posts = {item, list->told[rule], sizeof *item, match_json_excluded};

    buf_u8(b, '{');
    match_json_rule(b, rule, list->known.facts.minor);
    api_put_int(b, "count", (int64_t)list->count[rule]);
    list_put(b, "posts", &posts);
    buf_u8(b, '}');
}

static void put_excluded(struct buf *b, const struct match_case_list *list, enum match_rule only)
{
    const struct match_case_item *item = list->item + list->told[MATCH_FITS];
    size_t n = 0;

    api_name(b, "excluded");
    buf_u8(b, '[');
    for (int r = MATCH_FITS + 1; r < MATCH_RULES; r++) {
        if (list->count[r] > 0 && (only == MATCH_FITS || (int)only == r)) {
            api_next_item(b, n++);
            put_group(b, list, (enum match_rule)r, item);
        }
        item += list->told[r];
    }
    buf_u8(b, ']');
}

/* Behind the last post of the page, whichever rule it is of. */
static void put_next(struct buf *b, const struct match_case_list *list, enum match_rule rule)
{
    char cursor[API_CURSOR];
    size_t end = 0;

    for (int r = 0; r <= (int)rule; r++)
        end += list->told[r];
    api_put_text_or_null(b, "next", list->more ? api_cursor(cursor, list->print, &list->item[end - 1].fit.post) : NULL);
    api_put_flag(b, "changed", list->changed);
}

static void put_list(struct buf *b, const struct match_case_list *list, const struct asked *asked)
{
    enum match_rule rule = asked->page.rule;
    struct list fitting = {list->item, list->told[MATCH_FITS], sizeof *list->item, match_json_item};

    buf_u8(b, '{');
    known_json_put(b, &list->known);
    filter_json_put(b, "filter", &asked->in.filter);
    what_if_json_put(b, "what_if", &asked->in.what_if);
    what_if_json_put_effect(b, list);
    match_json_order(b);
    api_put_int(b, "posts", (int64_t)list->n);
    api_put_int(b, "fitting", (int64_t)list->count[MATCH_FITS]);
    list_put(b, "items", &fitting);
    put_next(b, list, rule);
    put_excluded(b, list, rule);
    buf_u8(b, '}');
}

void res_matches_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct match_case_list list;
    struct asked asked;
    struct api_step s;

    if (!read_query(q, &asked, r))
        return;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, match_case_do(s.service, &s.caller, &asked.in, &asked.page, &list, &s.no))) {
        put_list(&r->body, &list, &asked);
        reply_ok(r, 200);
    }
    match_case_list_release(&list);
}
