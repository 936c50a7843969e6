/* SPDX-License-Identifier: EUPL-1.2 */
/* First transaction: may she, and the material for the vault, which checks the code and counts it as an attempt to sign
 * in. Second: the grant, which spends the code, then her own words sealed beside it, and the commit; before they are
 * there the row gives nothing. A lost answer costs her one more code; her list tells whether it is open. */
#include <string.h>

#include "app/asking.h"
#include "app/break_glass.h"
#include "app/sealing.h"
#include "base/clock.h"
#include "base/err.h"
#include "store/glass.h"
#include "store/row.h"
#include "wire/people_msg.h"

#include "base/banned.h"

#define VAULT_MS 10000
#define MATERIAL_MAX 65536

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct break_glass_in *in;
    struct break_glass_out *out;
    struct buf grant;
};

static int material(struct work *w, const struct tx_who *who, struct buf *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    int rc;

    glass_material_step(&step, &params, &w->in->case_id);
    rc = tx_once(w->desk->db, who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = row_take(&step, out);
    conn_clear(&step, 1);
    return rc;
}

static int prove(struct work *w, const struct buf *material, enum refusal *no)
{
    int fd;
    int rc = service_vault(w->desk, &fd);

    if (rc != ERR_OK)
        return rc;
    rc = people_glass(fd, w->caller->token, (struct vault_bytes){material->data, material->len}, w->in->otp,
                      (struct vault_bytes){w->caller->claimed, strlen(w->caller->claimed)}, &w->grant,
                      clock_mono_ms() + VAULT_MS);
    service_vault_end(w->desk, rc);
    if (rc != ERR_DENIED && rc != ERR_CEILING)
        return rc;
    *no = REFUSAL_SECOND_FACTOR;
    return ERR_OK;
}

static int tell(struct tx *t, struct work *w)
{
    struct sealed_ref ref = {RECORD_GLASS, w->out->id, RECORD_JUSTICE, 1};
    struct param_list params;
    struct conn_step ticket;
    int rc;

    sealed_ticket_step(&ticket, &params, &ref);
    rc = tx_steps(t, &ticket, 1, false);
    if (rc == ERR_OK)
        rc = sealing_finish(w->desk, w->caller, t, &ticket, &ref, (struct sealing_text){.plain = w->in->text}, NULL, 0);
    conn_clear(&ticket, 1);
    return rc;
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
    return rc == ERR_OK ? tell(t, w) : rc;
}

int break_glass_do(struct service *s, const struct service_caller *c, const struct break_glass_in *in,
                   struct break_glass_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct buf asked SCOPED_BUF;
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .in = in, .out = out};
    int rc = service_desk_open(s, POOL_SEALED, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    buf_init(&asked, MATERIAL_MAX);
    buf_init(&w.grant, VAULT_GRANT);
    rc = material(&w, &who, &asked, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = prove(&w, &asked, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = sealing_judge(tx_run(d.db, &who, run, &w, no), no);
    if (*no == REFUSAL_SIGN_IN)
        *no = REFUSAL_SECOND_FACTOR; /* one SQLSTATE for every refused grant: here a code that was used */
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
