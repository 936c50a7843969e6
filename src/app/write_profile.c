/* SPDX-License-Identifier: EUPL-1.2 */
/* Looked at before the transaction that writes: cases, hosts and sites come and stay, so none that is there now is gone
 * then. */
#include "app/asking.h"
#include "app/write_profile.h"
#include "base/err.h"

#include "base/banned.h"

static int read_vain(const struct conn_step *steps, void *out)
{
    struct write_profile_out *o = out;

    return matching_read_vain(steps, &o->vain, &o->place);
}

static int look(struct service *s, const struct service_caller *c, const struct write_profile_in *in,
                struct write_profile_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    int rc;

    matching_vain_step(&step, &params, &in->record.row, &in->avoided);
    rc = asking_once(s, c, &step, 1, read_vain, out, no);
    param_release(&params);
    if (rc == ERR_OK && *no == REFUSAL_NONE && out->vain != MATCHING_NO_LIST)
        *no = REFUSAL_AVOIDED;
    return rc;
}

int write_profile_do(struct service *s, const struct service_caller *c, const struct write_profile_in *in,
                     struct write_profile_out *out, enum refusal *no)
{
    const struct matching_avoided *a = &in->avoided;
    int rc = ERR_OK;

    *out = (struct write_profile_out){.version = 0};
    *no = REFUSAL_NONE;
    if (a->n_cases + a->n_hosts + a->n_sites > 0)
        rc = look(s, c, in, out, no);
    return rc == ERR_OK && *no == REFUSAL_NONE ? write_record_do(s, c, &in->record, &out->version, no) : rc;
}
