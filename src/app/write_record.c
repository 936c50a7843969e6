/* SPDX-License-Identifier: EUPL-1.2 */
/* First trip: bind, and the ticket, for which SQL locks the case and compares the version. Second: envelope and commit;
 * SQL looks at all of it again. Two at once: the second waits for the lock and then finds another version. */
#include "app/write_record.h"
#include "app/sealing.h"
#include "base/err.h"

#include "base/banned.h"

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct write_record_in *in;
};

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct sealed_ref ref = {w->in->table, w->in->row, w->in->compartment, w->in->expected + 1};
    struct param_list params;
    struct conn_step ticket;
    int rc;

    sealed_ticket_step(&ticket, &params, &ref);
    rc = tx_steps(t, &ticket, 1, false);
    if (rc == ERR_OK)
        rc = sealing_finish(w->desk, w->caller, t, &ticket, &ref,
                            (struct sealing_text){.plain = w->in->record}, NULL, 0);
    conn_clear(&ticket, 1);
    return rc;
}

int write_record_do(struct service *s, const struct service_caller *c, const struct write_record_in *in,
                    int32_t *version, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .in = in};
    int rc;

    *no = REFUSAL_NONE;
    *version = in->expected + 1;
    rc = service_desk_open(s, POOL_SEALED, &d);
    if (rc != ERR_OK)
        return rc;
    rc = sealing_judge(tx_run(d.db, &who, run, &w, no), no);
    return service_done(&d, c, rc, *no);
}
