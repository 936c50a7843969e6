/* SPDX-License-Identifier: EUPL-1.2 */
/* Re-sealing. The permit in the material names the person's certified key and the organisation, so a colleague's
 * session can box the secret to that key and to no other. Said twice, the second time finds the permit spent. */
#include <stdlib.h>
#include <string.h>

#include "app/acting.h"
#include "app/asking.h"
#include "app/reseal_member.h"
#include "base/err.h"

#include "base/banned.h"

struct member {
    const struct uuid *account;
    const struct uuid *org;
};

static void ticket(struct conn_step *s, struct param_list *p, const void *ctx)
{
    const struct member *m = ctx;

    act_reseal_ticket_step(s, p, m->account, m->org);
}

static void store(struct conn_step *s, struct param_list *p, const void *ctx, const struct act_made *made)
{
    const struct member *m = ctx;

    act_reseal_store_step(s, p, m->account, m->org, made->box);
}

int reseal_member_at(struct service_desk *d, const struct service_caller *c, const struct uuid *account,
                     const struct uuid *org, enum refusal *no)
{
    struct member m = {account, org};
    struct acting act = {people_reseal, ACTING_REPLY, ticket, store, NULL, &m};

    return acting_do(d, c, &act, NULL, NULL, no);
}

int reseal_member_do(struct service *s, const struct service_caller *c, const struct uuid *account,
                     const struct uuid *org, enum refusal *no)
{
    struct service_desk d;
    int rc = service_desk_open(s, POOL_SEALED, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = reseal_member_at(&d, c, account, org, no);
    return service_done(&d, c, rc, *no);
}

static int read_all(const struct conn_step *step, void *to)
{
    struct reseal_member_waiting *out = to;

    return unit_read_permits(step, &out->item, &out->n);
}

int reseal_member_list(struct service *s, const struct service_caller *c, struct reseal_member_waiting *out,
                       enum refusal *no)
{
    struct conn_step step;

    memset(out, 0, sizeof *out);
    unit_permits_step(&step);
    return asking_once(s, c, &step, 1, read_all, out, no);
}

void reseal_member_release(struct reseal_member_waiting *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}
