/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists that come in pages, in the order of an instant and of the id among rows of the same one. */
#ifndef JALON_STORE_PAGE_H
#define JALON_STORE_PAGE_H

#include <stdint.h>

#include "base/uuid.h"

/* The last row that was shown: the next page is behind it. NULL in its place: from the first row on. */
struct page_cursor {
    int64_t us; /* since 1970 */
    struct uuid id;
};

#endif
