/* SPDX-License-Identifier: EUPL-1.2 */
/* One round trip for the dates and the bundle, then the vault, which has its receipt before it opens. An identity that
 * is not what was sealed proves no age, so the measure stays a draft. */
#include "app/minor_ages.h"
#include "app/opening.h"
#include "base/err.h"
#include "store/ages.h"

#include "base/banned.h"

static int take(const struct conn_step *step, void *to, struct buf *bundle, size_t *brings)
{
    struct ages *ages = to;
    int rc = ages_read(step, ages, bundle);

    *brings = ages->asked && ages->identified ? 1 : 0;
    return rc;
}

static enum refusal judge(const struct ages *ages, const struct vault_bytes *identity, minor_ages_birth birth_of)
{
    struct day birth;

    if (identity->p == NULL || !birth_of(identity->p, identity->n, &birth))
        return REFUSAL_INCOMPLETE;
    return age_allows(&birth, &ages->facts, &ages->judged, &ages->least) ? REFUSAL_NONE : REFUSAL_RULE;
}

int minor_ages_check(struct service *s, const struct service_caller *c, const struct uuid *measure,
                     minor_ages_birth birth, enum refusal *no)
{
    struct vault_bytes identity = {0};
    struct buf plain SCOPED_BUF;
    struct param_list params;
    struct conn_step step;
    struct ages ages = {0};
    int rc;

    ages_step(&step, &params, measure);
    rc = opening_once(s, c, &(struct opening){&step, 1, take, &ages, &plain, &identity}, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && ages.asked)
        *no = judge(&ages, &identity, birth);
    return rc;
}
