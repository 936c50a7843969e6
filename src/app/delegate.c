/* SPDX-License-Identifier: EUPL-1.2 */
/* One step each. */
#include "app/delegate.h"
#include "base/err.h"

#include "base/banned.h"

static int read_list(const struct conn_step *step, void *to)
{
    struct delegate_out *out = to;

    return delegation_read_list(step, out->item, &out->n, &out->more);
}

int delegate_list(struct service *s, const struct service_caller *c, const struct page_cursor *after,
                  struct delegate_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    out->n = 0;
    out->more = false;
    delegation_list_step(&step, &params, after);
    return asking_once(s, c, &step, 1, read_list, out, no);
}

int delegate_new(struct service *s, const struct service_caller *c, const struct delegate_in *in,
                 struct asking_made *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    struct asking_key once;

    asking_key_make(&once, &in->key, NULL, in->request);
    delegation_new_step(&step, &params, &in->delegation, once.key, once.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int delegate_end(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    delegation_end_step(&step, &params, id);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}
