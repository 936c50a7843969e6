/* SPDX-License-Identifier: EUPL-1.2 */
/* Who reads outside of her caseload: one's own list, and the list by which the officers of a unit are told. */
#ifndef JALON_APP_LIST_GLASS_H
#define JALON_APP_LIST_GLASS_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/glass.h"

struct list_glass_own {
    struct glass item[GLASS_OWN];
    size_t n;
};

struct list_glass_unit {
    struct glass_seen item[GLASS_PAGE];
    size_t n;
    bool more;
};

int list_glass_of_caller(struct service *s, const struct service_caller *c, struct list_glass_own *out,
                         enum refusal *no) __attribute__((warn_unused_result));
/* after may be NULL. REFUSAL_NOT_FOUND for a unit that the caller does not direct or whose secret she does not hold. */
int list_glass_of_unit(struct service *s, const struct service_caller *c, const struct uuid *unit,
                       const struct page_cursor *after, struct list_glass_unit *out, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
