/* SPDX-License-Identifier: EUPL-1.2 */
/* Rules that a placement may break (casework.placement_findings), and how each is told to people: in French, without a
 * full stop, as the matcher's outcomes are, so that both stand in one list. */
#ifndef JALON_DOMAIN_FINDING_H
#define JALON_DOMAIN_FINDING_H

#include <stddef.h>

/* Rules there are; rule i for 0 <= i < finding_count, in the order of the database, else NULL. */
size_t finding_count(void);
const char *finding_rule(size_t i);
/* What people read of "H-18"; "" for any other text. Never NULL. */
const char *finding_sentence(const char *rule);

#endif
