/* SPDX-License-Identifier: EUPL-1.2 */
/* One record of the case like any other: a bundle out of the database, then the vault, whose entry says who read it. */
#include "app/opening.h"
#include "app/read_glass.h"
#include "base/err.h"
#include "store/row.h"
#include "store/sealed.h"

#include "base/banned.h"

static int take(const struct conn_step *step, void *out, struct buf *bundle, size_t *brings)
{
    (void)out;
    *brings = 1;
    return row_take(step, bundle);
}

int read_glass_do(struct service *s, const struct service_caller *c, const struct uuid *id, enum reason reason,
                  struct read_glass_out *out, enum refusal *no)
{
    struct sealed_ref ref = {RECORD_GLASS, *id, RECORD_JUSTICE, 0};
    struct param_list params;
    struct conn_step step;

    *out = (struct read_glass_out){0};
    sealed_fetch_step(&step, &params, &ref, reason);
    return opening_once(s, c, &(struct opening){&step, 1, take, NULL, &out->plain, &out->text}, no);
}

void read_glass_release(struct read_glass_out *out)
{
    buf_release(&out->plain);
    out->text = (struct vault_bytes){0};
}
