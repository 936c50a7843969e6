/* SPDX-License-Identifier: EUPL-1.2 */
/* The posts of the demonstration: their sheets as the hosts wrote them. All of them are invented. */
#ifndef JALON_ADMIN_DEMO_SHEETS_H
#define JALON_ADMIN_DEMO_SHEETS_H

#include "admin/demo_offers.h"
#include "store/post_change.h"

struct demo_sheets_row {
    unsigned host;      /* of demo_offers.c */
    unsigned site;      /* of that host */
    unsigned in_charge; /* of its contacts */
    struct post_change_sheet sheet; /* without the identifiers */
};

/* Sheet i of DEMO_OFFERS_POSTS, or NULL. */
const struct demo_sheets_row *demo_sheets_at(unsigned i);

#endif
