/* SPDX-License-Identifier: EUPL-1.2 */
/* Break-glass from outside the unit: a counsellor of another unit asks for one case, with a reason and a fresh one-time
 * code; an officer of the unit that owns it gives her its keys for some hours and says why, or refuses. */
#ifndef JALON_APP_ASK_GLASS_H
#define JALON_APP_ASK_GLASS_H

#include <stdint.h>

#include "app/break_glass.h"
#include "app/service.h"
#include "base/uuid.h"
#include "domain/reason.h"
#include "store/glass_request.h"
#include "wire/vault_msg.h"

struct ask_glass_in {
    struct uuid case_id; /* of another unit; or an own one, with the unit that knows its person */
    struct uuid unit;    /* nil: case_id itself is meant */
    enum reason reason;
    struct vault_bytes otp;
};

struct ask_glass_list {
    struct glass_request item[GLASS_PAGE];
    size_t n;
    bool more;
};

/* out: id of the request and until when it waits; the same asked again is the same. REFUSAL_NOT_FOUND: no such case of
 * another unit; REFUSAL_SECOND_FACTOR as in break_glass_do. */
int ask_glass_do(struct service *s, const struct service_caller *c, const struct ask_glass_in *in,
                 struct break_glass_out *out, enum refusal *no) __attribute__((warn_unused_result));
/* Of a unit for its directors, with NULL the caller's own; after may be NULL. */
int ask_glass_page(struct service *s, const struct service_caller *c, const struct uuid *unit,
                   const struct page_cursor *after, struct ask_glass_list *out, enum refusal *no)
    __attribute__((warn_unused_result));
/* By an officer; text is why, sealed in the case. out: the break-glass. REFUSAL_NOT_FOUND; REFUSAL_REQUEST_CLOSED;
 * REFUSAL_STATE: nothing of the case is sealed; REFUSAL_KEY_MISSING. */
int ask_glass_give(struct service *s, const struct service_caller *c, const struct uuid *request,
                   struct vault_bytes text, struct break_glass_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
/* Taken back by who asked; refused, or what was given taken back, by a director of the unit. REFUSAL_REQUEST_CLOSED. */
int ask_glass_close(struct service *s, const struct service_caller *c, const struct uuid *request, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
