/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/rules_json.h"

#include "api/api.h"

#include "base/banned.h"

static void put_rule(struct buf *b, const char *rule, const char *sentence)
{
    buf_u8(b, '{');
    api_put_text(b, "rule", rule);
    api_put_text(b, "sentence", sentence);
    buf_u8(b, '}');
}

void rules_json_put(struct buf *b, const char *name, const char (*rule)[RULE_ID], size_t n, enum rule_list list)
{
    api_name(b, name);
    buf_u8(b, '[');
    for (size_t i = 0; i < n; i++) {
        api_next_item(b, i);
        put_rule(b, rule[i], rule_sentence(list, rule[i]));
    }
    buf_u8(b, ']');
}

void rules_json_one(struct buf *b, const char *name, const char *rule, const char *sentence)
{
    api_name(b, name);
    buf_u8(b, '[');
    put_rule(b, rule, sentence);
    buf_u8(b, ']');
}
