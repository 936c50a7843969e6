/* SPDX-License-Identifier: EUPL-1.2 */
/* Nothing is opened for it: the database compares hashes that the vault made when the identities were sealed. */
#include "app/asking.h"
#include "app/same_person.h"

#include "base/banned.h"

static int read_same(const struct conn_step *step, void *out)
{
    struct same_person_out *o = out;

    return person_read_same(step, o->item, &o->n);
}

int same_person_do(struct service *s, const struct service_caller *c, const struct uuid *case_id,
                   struct same_person_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    out->n = 0;
    person_same_step(&step, &params, case_id);
    return asking_once(s, c, &step, 1, read_same, out, no);
}
