/* SPDX-License-Identifier: EUPL-1.2 */
/* Rules that a report of hours may break (casework.report_flags), and how each is told to people. Hosts read them too,
 * so none says what is known of the person from sealed records: in French, without a full stop. */
#ifndef JALON_DOMAIN_FLAG_H
#define JALON_DOMAIN_FLAG_H

#include <stddef.h>

#define FLAG_RULE 8 /* id of a rule with its NUL */

/* Rules there are; rule i for 0 <= i < flag_count, in the order of the database, else NULL. */
size_t flag_count(void);
const char *flag_rule(size_t i);
/* What people read of "S-12"; "" for any other text. Never NULL. */
const char *flag_sentence(const char *rule);

#endif
