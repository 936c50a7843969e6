/* SPDX-License-Identifier: EUPL-1.2 */
/* Rules that something breaks, by their ids, and how each is told to people: in French, without a full stop, as the
 * matcher's outcomes are, so that both stand in one list. */
#ifndef JALON_DOMAIN_RULE_H
#define JALON_DOMAIN_RULE_H

#include <stddef.h>

#define RULE_ID 8 /* id of a rule with its NUL */

enum rule_list {
    RULE_PLACEMENT, /* casework.placement_findings */
    RULE_REPORT,    /* casework.report_flags: hosts read them too, so none tells what is sealed of the person */
    RULE_LISTS
};

/* Rules of a list; rule i for 0 <= i < rule_count, in the order of the database, else NULL. */
size_t rule_count(enum rule_list list);
const char *rule_id(enum rule_list list, size_t i);
/* What people read of "S-12"; "" for any other text. Never NULL. */
const char *rule_sentence(enum rule_list list, const char *id);

#endif
