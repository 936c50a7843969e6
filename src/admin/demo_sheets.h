/* SPDX-License-Identifier: EUPL-1.2 */
/* The posts of the demonstration: their sheets as the hosts wrote them. All of them are invented. */
#ifndef JALON_ADMIN_DEMO_SHEETS_H
#define JALON_ADMIN_DEMO_SHEETS_H

#include "admin/demo_offers.h"
#include "store/post_change.h"

#define DEMO_SHEETS_BARS 3     /* families that are kept away from one post */
#define DEMO_SHEETS_CLOSURES 3

struct demo_sheets_row {
    unsigned host;      /* of the plan */
    unsigned site;      /* of that host */
    unsigned in_charge; /* of its contacts */
    struct post_change_sheet sheet; /* without the identifiers */
    size_t bars;
    const char *bar[DEMO_SHEETS_BARS];
    const char *closed; /* why it is, NULL: never */
    struct demo_sheets_days {
        int32_t first, last; /* days after the day of the plan, negative: before */
    } closure[DEMO_SHEETS_CLOSURES]; /* first > last: no more; 0 to 0 likewise */
    bool confirmed;      /* it is still so (B-09) */
    const char *stopped; /* why, once all is told; NULL: it is not */
};

/* Sheet i of DEMO_OFFERS_POSTS, or NULL. */
const struct demo_sheets_row *demo_sheets_at(unsigned i);

#endif
