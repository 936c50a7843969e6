/* SPDX-License-Identifier: EUPL-1.2 */
/* Sentences with numbers come from match/explain, those without from domain/finding. */
#include "api/placing_json.h"

#include "api/api.h"
#include "api/list.h"
#include "api/match_json.h"
#include "api/rules_json.h"

#include "base/banned.h"

#define SENTENCE 1024

void placing_json_rules(struct buf *b, const struct match_fit *fit, const struct placement_broken *broken)
{
    struct buf sentence SCOPED_BUF;

    if (fit->rule == MATCH_FITS) {
        rules_json_put(b, "rules", broken->rule, broken->n, RULE_PLACEMENT);
        return;
    }
    buf_init_secret(&sentence, SENTENCE);
    explain_fit(&sentence, fit);
    rules_json_one(b, "rules", outcome_rule_id(fit->rule, fit->minor), buf_cstr(&sentence));
}

void placing_json_rule(struct buf *b, const char *rule, const char *sentence)
{
    rules_json_one(b, "rules", rule, sentence);
}

void placing_json_options(struct buf *b, const struct match_ask *check)
{
    list_put(b, "options", &(struct list){check->other, check->n_others, sizeof check->other[0], match_json_item});
}
