/* SPDX-License-Identifier: EUPL-1.2 */
/* Rules that something breaks, each with its sentence. */
#ifndef JALON_API_RULES_JSON_H
#define JALON_API_RULES_JSON_H

#include "app/report_hours.h"
#include "base/buf.h"

/* What people read of a rule: domain/flag.h, domain/finding.h. */
typedef const char *(*rules_sentence)(const char *rule);

/* "name":[{"rule":"W-01","sentence":"…"}] */
void rules_json_put(struct buf *b, const char *name, const struct hours_rules *rules, rules_sentence sentence);

#endif
