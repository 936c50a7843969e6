/* SPDX-License-Identifier: EUPL-1.2 */
/* A counsellor proposes a person of her caseload to a host: the matcher looks whether the plan fits and forecasts its
 * last hour, the database looks again under locks, and the placement, the reason, the sheet and the host's key come to
 * be together or not at all. */
#ifndef JALON_APP_PROPOSE_PLACEMENT_H
#define JALON_APP_PROPOSE_PLACEMENT_H

#include <stdint.h>

#include "app/match_ask.h"
#include "app/service.h"
#include "base/uuid.h"
#include "domain/day.h"
#include "domain/slot.h"
#include "store/placement_write.h"
#include "wire/vault_msg.h"

/* Writes the bytes to seal of a sheet, with the most minutes of an ISO week that her job leaves (W-01; negative: no
 * limit is known): placement_sheet_finish. */
typedef void (*propose_placement_sheet)(struct buf *out, const void *sheet, size_t n, int32_t week_minutes);

struct propose_placement_in {
    struct uuid key;            /* the client's idempotency key */
    struct vault_bytes request; /* the bytes of the request: the same key with others is refused */
    struct uuid measure;
    struct uuid post;
    struct uuid replaces;       /* nil: nothing */
    struct day first_day;
    int32_t minutes;            /* 0: all that remain */
    const struct slot *times;   /* none overlaps another */
    size_t n_times;             /* 0: those of the plan */
    struct what_if what_if;     /* of a preview: what else she might accept */
    struct vault_bytes reason;  /* opaque here, as is the sheet: at most VAULT_PLAINTEXT bytes */
    struct vault_bytes sheet;
    propose_placement_sheet finish;
    match_case_reader read;
};

struct propose_placement_out {
    struct uuid id;
    struct match_ask *check; /* of a refusal, else NULL: the matcher's verdict, and other posts */
    struct placement_broken broken; /* what the database says where the matcher has nothing against it */
};

/* out wants propose_placement_release whatever happened. REFUSAL_RULE: check or broken say which; there and with
 * REFUSAL_NO_PLACE check->other has other posts; REFUSAL_STATE: what it replaces is not running, or is being replaced;
 * all refusals of match_ask_do. */
int propose_placement_do(struct service *s, const struct service_caller *c, const struct propose_placement_in *in,
                         struct propose_placement_out *out, enum refusal *no) __attribute__((warn_unused_result));
/* What it would be: the same look, and nothing is locked or written. Only what is about the placement is read of in.
 * REFUSAL_NONE also where a rule is against it: check->item.fit says which, and check->other has other posts; else as
 * above. */
int propose_placement_preview(struct service *s, const struct service_caller *c, const struct propose_placement_in *in,
                              struct propose_placement_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
void propose_placement_release(struct propose_placement_out *out);

#endif
