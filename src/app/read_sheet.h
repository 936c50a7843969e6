/* SPDX-License-Identifier: EUPL-1.2 */
/* What a host is told of a person, as the host and the service read it: the sheet, name and phone once it accepted, its
 * own words; all in one receipt. */
#ifndef JALON_APP_READ_SHEET_H
#define JALON_APP_READ_SHEET_H

#include "app/service.h"
#include "base/uuid.h"
#include "domain/reason.h"
#include "store/placement_sealed.h"
#include "wire/vault_msg.h"

struct read_sheet_out {
    struct placement_sealed_parts there; /* what was opened; a record with p == NULL is not what was sealed */
    struct vault_bytes sheet;
    struct vault_bytes contact;
    struct vault_bytes answer;
    struct buf plain; /* secret; holds them */
};

/* REFUSAL_NOT_FOUND, REFUSAL_REASON_REQUIRED, REFUSAL_CEILING; REFUSAL_KEY_MISSING also for a host that has not got
 * this placement's key yet. out wants read_sheet_release whatever happened. */
int read_sheet_do(struct service *s, const struct service_caller *c, const struct uuid *placement, enum reason reason,
                  struct read_sheet_out *out, enum refusal *no) __attribute__((warn_unused_result));
void read_sheet_release(struct read_sheet_out *out);

#endif
