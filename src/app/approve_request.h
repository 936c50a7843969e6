/* SPDX-License-Identifier: EUPL-1.2 */
/* An officer approves a request: the first one endorses it, the second, who is somebody else, makes it come true. */
#ifndef JALON_APP_APPROVE_REQUEST_H
#define JALON_APP_APPROVE_REQUEST_H

#include "app/acting.h"
#include "app/service.h"
#include "base/uuid.h"

struct approve_request_out {
    int stage;               /* 1 endorsed, 2 done */
    struct acting_code code; /* of a reset that is done; shown once; wipe it */
};

/* REFUSAL_APPROVED_ALREADY by this same officer; REFUSAL_REQUEST_CLOSED; REFUSAL_ACT_KEY; REFUSAL_NOT_FOUND: no
 * officer, or of another unit, or it is about herself. */
int approve_request_do(struct service *s, const struct service_caller *c, const struct uuid *request,
                       struct approve_request_out *out, enum refusal *no) __attribute__((warn_unused_result));

#endif
