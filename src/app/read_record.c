/* SPDX-License-Identifier: EUPL-1.2 */
/* Version and bundle in one read-only round trip, then the vault. What SQL refuses (not visible, no reason where one is
 * needed: JUSTICE always) was not read at all. */
#include <string.h>

#include "app/opening.h"
#include "app/read_record.h"
#include "base/err.h"
#include "store/sealed.h"

#include "base/banned.h"

static int take(const struct conn_step *step, void *to, struct buf *bundle, size_t *brings)
{
    struct read_record_out *out = to;
    int rc = sealed_read_one(step, &out->version, bundle);

    *brings = out->version > 0 ? 1 : 0;
    return rc;
}

int read_record_do(struct service *s, const struct service_caller *c, const struct read_record_in *in,
                   struct read_record_out *out, enum refusal *no)
{
    struct sealed_ref ref = {in->table, in->row, in->compartment, 0};
    struct param_list params;
    struct conn_step step;

    memset(out, 0, sizeof *out);
    sealed_one_step(&step, &params, &ref, in->reason);
    return opening_once(s, c, &(struct opening){&step, 1, take, out, &out->plain, &out->record}, no);
}

void read_record_release(struct read_record_out *out)
{
    buf_release(&out->plain);
    out->record = (struct vault_bytes){0};
}
