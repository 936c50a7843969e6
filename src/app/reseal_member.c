/* SPDX-License-Identifier: EUPL-1.2 */
/* Re-sealing. The permit in the material names the person's certified key and the organisation, so a colleague's
 * session can box the secret to that key and to no other. Said twice, the second time finds the permit spent. */
#include <stdlib.h>
#include <string.h>

#include "app/acting.h"
#include "app/reseal_member.h"
#include "base/err.h"
#include "store/row.h"

#include "base/banned.h"

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct uuid *account;
    const struct uuid *org;
};

static int give(struct tx *t, struct work *w, const struct conn_step *ticket)
{
    struct buf material SCOPED_BUF;
    struct buf reply SCOPED_BUF;
    struct act_made made = {0};
    struct param_list params;
    struct conn_step store;
    int rc;

    buf_init(&material, ACTING_MATERIAL);
    buf_init_secret(&reply, ACTING_REPLY);
    rc = row_take(ticket, &material);
    if (rc == ERR_OK)
        rc = acting_ask(w->desk, w->caller, people_reseal, &material, &reply, &made, NULL);
    if (rc != ERR_OK)
        return rc;
    act_reseal_store_step(&store, &params, w->account, w->org, made.box);
    rc = tx_steps(t, &store, 1, true);
    conn_clear(&store, 1);
    return rc;
}

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct param_list params;
    struct conn_step ticket;
    int rc;

    act_reseal_ticket_step(&ticket, &params, w->account, w->org);
    rc = tx_steps(t, &ticket, 1, false);
    if (rc == ERR_OK)
        rc = give(t, w, &ticket);
    conn_clear(&ticket, 1);
    return rc;
}

int reseal_member_at(struct service_desk *d, const struct service_caller *c, const struct uuid *account,
                     const struct uuid *org, enum refusal *no)
{
    struct tx_who who = service_who(d->service, c);
    struct work w = {.desk = d, .caller = c, .account = account, .org = org};
    int rc = tx_run(d->db, &who, run, &w, no);

    return acting_judge(rc, no);
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

static int read_all(const struct conn_step *step, struct reseal_member_waiting *out)
{
    size_t rows = unit_rows(step);
    int rc = ERR_OK;

    if (rows == 0)
        return ERR_OK;
    out->item = calloc(rows, sizeof *out->item);
    if (out->item == NULL)
        return ERR_NOMEM;
    for (; out->n < rows && rc == ERR_OK; out->n++)
        rc = unit_read_permit(step, out->n, &out->item[out->n]);
    return rc;
}

int reseal_member_list(struct service *s, const struct service_caller *c, struct reseal_member_waiting *out,
                       enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct conn_step step;
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    unit_permits_step(&step);
    rc = tx_once(d.db, &who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = read_all(&step, out);
    conn_clear(&step, 1);
    return service_done(&d, c, rc, *no);
}

void reseal_member_release(struct reseal_member_waiting *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}
