/* SPDX-License-Identifier: EUPL-1.2 */
/* Sentences with numbers come from match/explain, those without from domain/finding. */
#include "api/placing_json.h"

#include "api/api.h"
#include "api/list.h"
#include "api/match_json.h"
#include "domain/finding.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define SENTENCE 1024

static void open_rules(struct buf *b)
{
    buf_str(b, ",\"rules\":[");
}

static void put_rule(struct buf *b, const char *rule, const char *sentence)
{
    buf_u8(b, '{');
    api_put_text(b, "rule", rule);
    buf_u8(b, ',');
    api_put_text(b, "sentence", sentence);
    buf_u8(b, '}');
}

void placing_json_rules(struct buf *b, const struct match_fit *fit, const struct placement_broken *broken)
{
    struct buf sentence SCOPED_BUF;

    open_rules(b);
    if (fit->rule != MATCH_FITS) {
        buf_init_secret(&sentence, SENTENCE);
        explain_fit(&sentence, fit);
        put_rule(b, outcome_rule_id(fit->rule, fit->minor), buf_cstr(&sentence));
    }
    for (size_t i = 0; fit->rule == MATCH_FITS && i < broken->n; i++) {
        api_next_item(b, i);
        put_rule(b, broken->rule[i], finding_sentence(broken->rule[i]));
    }
    buf_u8(b, ']');
}

void placing_json_rule(struct buf *b, const char *rule, const char *sentence)
{
    open_rules(b);
    put_rule(b, rule, sentence);
    buf_u8(b, ']');
}

void placing_json_options(struct buf *b, const struct match_case_check *check)
{
    buf_u8(b, ',');
    list_put(b, "options", &(struct list){check->other, check->n_others, sizeof check->other[0], match_json_item});
}
