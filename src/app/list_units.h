/* SPDX-License-Identifier: EUPL-1.2 */
/* Organisations and whether enough people hold their secret: all for an administrator, the own for a director. */
#ifndef JALON_APP_LIST_UNITS_H
#define JALON_APP_LIST_UNITS_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/unit.h"

struct list_units_out {
    struct unit *item; /* owned */
    size_t n;
    struct unit_member *member; /* owned; of the one organisation that was asked for */
    size_t members;
};

/* out wants list_units_release whatever happened. */
int list_units_do(struct service *s, const struct service_caller *c, struct list_units_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
/* One of them with its people. REFUSAL_NOT_FOUND. */
int list_units_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                   struct list_units_out *out, enum refusal *no) __attribute__((warn_unused_result));
void list_units_release(struct list_units_out *out);

#endif
