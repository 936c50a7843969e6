/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/rules_json.h"

#include "api/api.h"
#include "http/jsontext.h"

#include "base/banned.h"

void rules_json_put(struct buf *b, const char *name, const struct hours_rules *rules, rules_sentence sentence)
{
    jsontext_str(b, name);
    buf_str(b, ":[");
    for (size_t i = 0; i < rules->n; i++) {
        api_next_item(b, i);
        buf_u8(b, '{');
        api_put_text(b, "rule", rules->rule[i]);
        buf_u8(b, ',');
        api_put_text(b, "sentence", sentence(rules->rule[i]));
        buf_u8(b, '}');
    }
    buf_u8(b, ']');
}
