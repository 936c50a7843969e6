/* SPDX-License-Identifier: EUPL-1.2 */
/* The database believes it of a demonstration's loader alone; instants of entries stay the real ones. */
#include "app/play_day.h"
#include "base/err.h"
#include "store/session.h"

#include "base/banned.h"

int play_day_do(struct service *s, const struct service_caller *c, const struct day *day, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = session_play_day(d.db, &who, day, no);
    return service_done(&d, c, rc, *no);
}
