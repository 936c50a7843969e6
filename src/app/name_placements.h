/* SPDX-License-Identifier: EUPL-1.2 */
/* Who the people of a page of placements are, for the host that welcomes them and for their counsellor: the name and
 * the phone that the host was given, all in one receipt. */
#ifndef JALON_APP_NAME_PLACEMENTS_H
#define JALON_APP_NAME_PLACEMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/service.h"
#include "store/placement.h"
#include "wire/vault_msg.h"

struct name_placements_out {
    bool there[PLACEMENT_PAGE];                 /* item i has one that the caller may open */
    struct vault_bytes contact[PLACEMENT_PAGE]; /* p == NULL though it is there: it is not what was sealed */
    struct buf plain;                           /* secret; holds them */
};

/* Of n placements, at most PLACEMENT_PAGE. Where there is none nothing is opened. out wants name_placements_release
 * whatever happened. REFUSAL_CEILING, REFUSAL_KEY_MISSING. */
int name_placements_do(struct service *s, const struct service_caller *c, const struct placement *item, size_t n,
                       struct name_placements_out *out, enum refusal *no) __attribute__((warn_unused_result));
void name_placements_release(struct name_placements_out *out);

#endif
