/* SPDX-License-Identifier: EUPL-1.2 */
/* Opens nothing. An attestation takes the placement and its key from the host, so the same request is answered
 * from the first one. */
#include "app/asking.h"
#include "app/attest.h"
#include "base/err.h"

#include "base/banned.h"

static int read_attest(const struct conn_step *step, void *ctx)
{
    struct attest_out *out = ctx;

    return hours_read_attest(step, &out->version, &out->minutes);
}

int attest_do(struct service *s, const struct service_caller *c, const struct attest_in *in, struct attest_out *out,
              enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    struct asking_key once;

    asking_key_make(&once, &in->key, &in->placement, in->request);
    hours_attest_step(&step, &params, &in->placement, in->expected, &in->on, once.key, once.digest);
    return asking_once(s, c, &step, 1, read_attest, out, no);
}
