/* SPDX-License-Identifier: EUPL-1.2 */
/* Closed lists of words about a person's situation. They occur in sealed records only, so SQL has no type for them:
 * words that SQL computes on are in word.h. A word never changes its meaning; a new one is added at the end. */
#ifndef JALON_DOMAIN_SITUATION_H
#define JALON_DOMAIN_SITUATION_H

#include <stddef.h>

enum situation_list {
    SITUATION_TRANSPORT, /* how a person gets about */
    SITUATION_LEVEL,     /* of French */
    SITUATION_FITNESS,   /* what the medical opinion concludes (W-06): never why */
    SITUATION_TRIGGER,   /* why one was asked (W-05, W-06) */
    SITUATION_LISTS
};

/* Codes of the list; code i for 0 <= i < situation_count, else NULL. */
size_t situation_count(enum situation_list list);
const char *situation_code(enum situation_list list, size_t i);
/* What people read for a code of the list; "" for any other. */
const char *situation_label(enum situation_list list, const char *code);

#endif
