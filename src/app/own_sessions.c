/* SPDX-License-Identifier: EUPL-1.2 */
/* Listing extends the idle time of the session that asks, as any reading does; ending one may be ending that one. */
#include "app/own_sessions.h"
#include "app/asking.h"
#include "base/err.h"

#include "base/banned.h"

struct page {
    struct own_session *item;
    size_t *n;
};

static int read_page(const struct conn_step *step, void *to)
{
    const struct page *p = to;

    return own_session_read_list(step, p->item, p->n);
}

int own_sessions_list(struct service *s, const struct service_caller *c, struct own_session out[OWN_SESSION_MAX],
                      size_t *n, enum refusal *no)
{
    struct conn_step step;

    *n = 0;
    own_session_list_step(&step);
    return asking_once(s, c, &step, 1, read_page, &(struct page){out, n}, no);
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
