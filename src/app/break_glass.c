/* SPDX-License-Identifier: EUPL-1.2 */
/* First the code (proving.c). Then one transaction: the grant, which spends it, her own words sealed beside it, and the
 * commit; before they are there the row gives nothing. A lost answer costs her one more code; her list tells whether it
 * is open. */
#include "app/asking.h"
#include "app/break_glass.h"
#include "app/proving.h"
#include "app/sealing.h"
#include "base/err.h"
#include "store/glass.h"

#include "base/banned.h"

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct break_glass_in *in;
    struct break_glass_out *out;
    struct buf grant;
};

int break_glass_tell(struct tx *t, struct service_desk *d, const struct service_caller *c, const struct uuid *glass,
                     struct vault_bytes text)
{
    struct sealed_ref ref = {RECORD_GLASS, *glass, RECORD_JUSTICE, 1};

    return sealing_record(d, c, t, &ref, (struct sealing_text){.plain = text}, NULL, 0);
}

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct param_list params;
    struct conn_step step;
    int rc;

    glass_break_step(&step, &params, &w->grant, &w->in->case_id, w->in->reason);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = glass_broken(&step, &w->out->id, &w->out->until_us);
    conn_clear(&step, 1);
    return rc == ERR_OK ? break_glass_tell(t, w->desk, w->caller, &w->out->id, w->in->text) : rc;
}

int break_glass_do(struct service *s, const struct service_caller *c, const struct break_glass_in *in,
                   struct break_glass_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct param_list params;
    struct conn_step material;
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .in = in, .out = out};
    int rc = service_desk_open(s, POOL_SEALED, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    glass_material_step(&material, &params, &in->case_id);
    rc = proving_do(&d, c, &material, in->otp, &w.grant, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = sealing_judge(tx_run(d.db, &who, run, &w, no), no);
    proving_judge(no);
    buf_release(&w.grant);
    return service_done(&d, c, rc, *no);
}

int break_glass_end(struct service *s, const struct service_caller *c, const struct uuid *case_id, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    glass_end_step(&step, &params, case_id);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}
