/* SPDX-License-Identifier: EUPL-1.2 */
/* Asks the database who a session belongs to. The answer extends the idle time like any other read. */
#include "app/whoami.h"
#include "base/clock.h"
#include "base/err.h"

#include "base/banned.h"

int whoami_do(struct service *s, const struct service_caller *c, struct session_info *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = session_whoami(d.db, &who, out, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        seen_put(service_seen(s), c->session, out->role, clock_mono_ms());
    return service_done(&d, c, rc, *no);
}

int whoami_role(struct service *s, struct service_caller *c, enum refusal *no)
{
    struct session_info info;
    int rc;

    *no = REFUSAL_NONE;
    c->role = seen_role(service_seen(s), c->session, clock_mono_ms());
    if (c->role != ROLE_NONE)
        return ERR_OK;
    rc = whoami_do(s, c, &info, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        c->role = info.role;
    return rc;
}
