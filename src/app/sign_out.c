/* SPDX-License-Identifier: EUPL-1.2 */
/* The end of a session: revoked in the database, which wipes its key blob and leaves the entry for the log;
 * forgotten here. From the commit on no bind succeeds any more, also in transactions that were already open. */
#include "app/sign_out.h"
#include "base/err.h"
#include "store/session.h"

#include "base/banned.h"

int sign_out_do(struct service *s, const struct service_caller *c, enum refusal *no)
{
    struct tx_who who = {.session = c->session};
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = session_sign_out(d.db, &who, no);
    seen_forget(service_seen(s), c->session);
    return service_done(&d, c, rc, *no);
}
