/* SPDX-License-Identifier: EUPL-1.2 */
/* Rules that something breaks, each with its sentence. */
#ifndef JALON_API_RULES_JSON_H
#define JALON_API_RULES_JSON_H

#include <stddef.h>

#include "base/buf.h"
#include "domain/rule.h"

/* "name":[{"rule":"W-01","sentence":"…"}] of n rules of a list */
void rules_json_put(struct buf *b, const char *name, const char (*rule)[RULE_ID], size_t n, enum rule_list list);
/* The same of one rule that is said in words of its own. */
void rules_json_one(struct buf *b, const char *name, const char *rule, const char *sentence);

#endif
