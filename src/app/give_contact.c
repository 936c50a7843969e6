/* SPDX-License-Identifier: EUPL-1.2 */
/* The identity is opened first, outside of any transaction, and only for a host that may have it. Then one transaction:
 * the ticket to share locks the case, so the version read with it is the last; the box, if the host lacks it; the
 * record; the commit. */
#include "app/give_contact.h"
#include "app/opening.h"
#include "app/sealing.h"
#include "app/share_placement.h"
#include "base/err.h"
#include "store/placement_sealed.h"
#include "store/placement_write.h"

#include "base/banned.h"

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct uuid *id;
    struct buf contact; /* secret */
};

static int take(const struct conn_step *step, void *ready, struct buf *bundle, size_t *brings)
{
    int rc = placement_sealed_read_identity(step, ready, bundle);

    *brings = *(const bool *)ready ? 1 : 0;
    return rc;
}

static int take_out(struct work *w, give_contact_writer write, enum refusal *no)
{
    struct vault_bytes identity = {0};
    struct buf plain SCOPED_BUF;
    struct param_list params;
    struct conn_step step;
    bool ready = false;
    int rc;

    placement_sealed_identity_step(&step, &params, w->id);
    rc = opening_read(w->desk, w->caller, &(struct opening){&step, 1, take, &ready, &plain, &identity}, no);
    if (rc != ERR_OK || *no != REFUSAL_NONE)
        return rc;
    if (!ready)
        *no = REFUSAL_STATE;
    else if (identity.p == NULL || !write(identity.p, identity.n, &w->contact))
        *no = REFUSAL_INCOMPLETE;
    return buf_err(&w->contact);
}

enum { SHARE, VERSION, FIRST_STEPS };
enum { TICKET, BOX, SECOND_STEPS };

static int lock(struct tx *t, struct work *w, struct buf *box, int32_t *version)
{
    struct param_list params[FIRST_STEPS];
    struct conn_step steps[FIRST_STEPS];
    int rc;

    placement_write_share_ticket_step(&steps[SHARE], &params[SHARE], w->id);
    placement_sealed_contact_step(&steps[VERSION], &params[VERSION], w->id);
    rc = tx_steps(t, steps, FIRST_STEPS, false);
    if (rc == ERR_OK)
        rc = placement_sealed_read_contact(&steps[VERSION], version);
    if (rc == ERR_OK)
        rc = share_placement_box(w->desk, w->caller, &steps[SHARE], box);
    conn_clear(steps, FIRST_STEPS);
    return rc;
}

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct buf box SCOPED_BUF;
    struct sealed_ref ref = {RECORD_PLACEMENT_CONTACT, *w->id, RECORD_PLACEMENT, 0};
    struct param_list params[SECOND_STEPS];
    struct conn_step steps[SECOND_STEPS];
    int rc = lock(t, w, &box, &ref.version);

    if (rc != ERR_OK)
        return rc;
    ref.version++;
    sealed_ticket_step(&steps[TICKET], &params[TICKET], &ref);
    placement_write_share_store_step(&steps[BOX], &params[BOX], w->id, &box);
    rc = tx_steps(t, steps, box.len > 0 ? SECOND_STEPS : BOX, false);
    if (rc == ERR_OK)
        rc = sealing_finish(w->desk, w->caller, t, &steps[TICKET], &ref,
                            (struct sealing_text){.plain = {w->contact.data, w->contact.len}}, NULL, 0);
    conn_clear(steps, SECOND_STEPS);
    return rc;
}

int give_contact_do(struct service *s, const struct service_caller *c, const struct uuid *placement,
                    give_contact_writer write, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .id = placement};
    int rc = service_desk_open(s, POOL_SEALED, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    buf_init_secret(&w.contact, VAULT_PLAINTEXT);
    rc = take_out(&w, write, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = sealing_judge(tx_run(d.db, &who, run, &w, no), no);
    buf_release(&w.contact);
    return service_done(&d, c, rc, *no);
}
