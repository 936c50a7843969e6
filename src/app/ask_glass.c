/* SPDX-License-Identifier: EUPL-1.2 */
/* Asking: the code (proving.c), then its grant with the request. Giving is one transaction: the ticket, for which SQL
 * locks the people and the request; the vault, which writes its entry before it unwraps a key; the boxes with the row
 * of the break-glass; why, sealed, and the commit. Of two officers at the same instant the second finds it done. */
#include "app/ask_glass.h"
#include "app/asking.h"
#include "app/proving.h"
#include "app/sealing.h"
#include "app/share_placement.h"
#include "base/err.h"
#include "store/row.h"
#include "wire/people_msg.h"

#include "base/banned.h"

#define BUNDLE_MAX 65536

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct uuid *request;
    struct vault_bytes text;
    struct break_glass_out *out;
};

static int read_made(const struct conn_step *step, void *out)
{
    struct break_glass_out *o = out;

    return glass_broken(step, &o->id, &o->until_us);
}

int ask_glass_do(struct service *s, const struct service_caller *c, const struct ask_glass_in *in,
                 struct break_glass_out *out, enum refusal *no)
{
    struct buf grant SCOPED_BUF;
    struct param_list params;
    struct conn_step step;
    struct service_desk d;
    int rc = service_desk_open(s, POOL_SEALED, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    glass_request_material_step(&step, &params, &in->case_id, &in->unit);
    rc = proving_do(&d, c, &step, in->otp, &grant, no);
    rc = service_done(&d, c, rc, *no);
    if (rc != ERR_OK || *no != REFUSAL_NONE)
        return rc;
    glass_request_ask_step(&step, &params, &grant, &in->case_id, &in->unit, in->reason);
    rc = asking_once(s, c, &step, 1, read_made, out, no);
    proving_judge(no);
    return rc;
}

static int read_page(const struct conn_step *step, void *out)
{
    struct ask_glass_list *o = out;

    return glass_request_read(step, o->item, &o->n, &o->more);
}

int ask_glass_page(struct service *s, const struct service_caller *c, const struct uuid *unit,
                   const struct page_cursor *after, struct ask_glass_list *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    out->n = 0;
    out->more = false;
    glass_request_list_step(&step, &params, unit, after);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

static int share(struct tx *t, struct work *w, struct buf *boxes)
{
    struct buf bundle SCOPED_BUF;
    struct param_list params;
    struct conn_step step;
    int rc;

    buf_init(&bundle, BUNDLE_MAX);
    buf_init(boxes, VAULT_SHARED * PEOPLE_BOX);
    glass_request_ticket_step(&step, &params, w->request);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = row_take(&step, &bundle);
    conn_clear(&step, 1);
    return rc == ERR_OK ? share_placement_keys(w->desk, w->caller, &bundle, boxes) : rc;
}

static int give(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct buf boxes SCOPED_BUF;
    struct param_list params;
    struct conn_step step;
    int rc = share(t, w, &boxes);

    if (rc != ERR_OK)
        return rc;
    glass_request_give_step(&step, &params, w->request, &boxes);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = read_made(&step, w->out);
    conn_clear(&step, 1);
    return rc == ERR_OK ? break_glass_tell(t, w->desk, w->caller, &w->out->id, w->text) : rc;
}

int ask_glass_give(struct service *s, const struct service_caller *c, const struct uuid *request,
                   struct vault_bytes text, struct break_glass_out *out, enum refusal *no)
{
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .request = request, .text = text, .out = out};

    return sealing_do(s, c, &d, give, &w, no);
}

int ask_glass_close(struct service *s, const struct service_caller *c, const struct uuid *request, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    glass_request_close_step(&step, &params, request);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}
