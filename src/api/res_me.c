/* SPDX-License-Identifier: EUPL-1.2 */
/* The signed-in person: account, role, organisation, and until when the session lasts if nothing or something is
 * done. */
#include "api/res_me.h"

#include "api/api.h"
#include "app/whoami.h"

#include "base/banned.h"

void res_me_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct service_caller c;
    struct session_info who;
    enum refusal no;
    int rc;

    api_caller(&c, q);
    rc = whoami_do(a->service, &c, &who, &no);
    if (reply_outcome(r, rc, no)) {
        api_put_me(&r->body, &who, service_is_demonstration(a->service));
        reply_ok(r, 200);
    }
    service_caller_wipe(&c);
}
