/* SPDX-License-Identifier: EUPL-1.2 */
/* Listing extends the idle time of the session that asks, as any reading does; ending one may be ending that one. */
#include "app/own_sessions.h"
#include "base/err.h"

#include "base/banned.h"

int own_sessions_list(struct service *s, const struct service_caller *c, struct own_session out[OWN_SESSION_MAX],
                      size_t *n, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    *no = REFUSAL_NONE;
    *n = 0;
    if (rc != ERR_OK)
        return rc;
    rc = own_session_list(d.db, &who, out, n, no);
    return service_done(&d, c, rc, *no);
}

int own_sessions_end(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
{
    struct tx_who who = {.session = c->session};
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = own_session_end(d.db, &who, id, no);
    return service_done(&d, c, rc, *no);
}
