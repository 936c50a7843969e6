/* SPDX-License-Identifier: EUPL-1.2 */
/* The last day of a placement that runs becomes another one: somebody asked for it, for a reason, and both are kept. */
#ifndef JALON_APP_MOVE_LAST_DAY_H
#define JALON_APP_MOVE_LAST_DAY_H

#include <stdint.h>

#include "app/match_ask.h"
#include "app/service.h"
#include "base/uuid.h"
#include "domain/day.h"
#include "store/last_day.h"
#include "wire/vault_msg.h"

struct move_last_day_in {
    struct uuid placement;
    int32_t expected;
    struct day last_day;
    const char *asked_by;      /* of WORD_ASKER */
    struct vault_bytes reason; /* opaque here; not empty */
    match_case_reader read;
};

struct move_last_day_out {
    int32_t version;
    struct match_fit fit;       /* the matcher's verdict; its rule MATCH_FITS: nothing against it, or not asked */
    struct hours_rules broken;  /* what the database says where the matcher has nothing against it */
};

struct move_last_day_list {
    struct last_day_change item[LAST_DAY_PAGE];
    size_t n;
    bool more;
};

/* A later day is looked at as a proposal is, as far as her situation is concerned, for what remains to be worked.
 * REFUSAL_RULE: fit or broken say which, and nothing was written; REFUSAL_PROFILE_CHANGED: again and again meanwhile;
 * REFUSAL_STATE, REFUSAL_VERSION_CONFLICT,
 * REFUSAL_KEY_MISSING; REFUSAL_DATE: over, or the day that it is already. */
int move_last_day_do(struct service *s, const struct service_caller *c, const struct move_last_day_in *in,
                     struct move_last_day_out *out, enum refusal *no) __attribute__((warn_unused_result));
/* What was moved of a placement, newest first; after may be NULL. REFUSAL_NOT_FOUND. */
int move_last_day_history(struct service *s, const struct service_caller *c, const struct uuid *placement,
                          const struct page_cursor *after, struct move_last_day_list *out, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
