/* SPDX-License-Identifier: EUPL-1.2 */
/* Neither opens anything. An attestation takes the placement and its key from the host, so the same request is answered
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

struct extended {
    int32_t *version;
    struct hours_rules *broken;
};

static int read_extend(const struct conn_step *step, void *ctx)
{
    struct extended *out = ctx;

    return hours_read_extend(step, out->version, out->broken);
}

int attest_last_day(struct service *s, const struct service_caller *c, const struct uuid *placement, int32_t expected,
                    const struct day *last_day, int32_t *version, struct hours_rules *broken, enum refusal *no)
{
    struct extended out = {version, broken};
    struct param_list params;
    struct conn_step step;
    int rc;

    broken->n = 0;
    hours_extend_step(&step, &params, placement, expected, last_day);
    rc = asking_once(s, c, &step, 1, read_extend, &out, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && broken->n > 0)
        *no = REFUSAL_RULE;
    return rc;
}
