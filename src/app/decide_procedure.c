/* SPDX-License-Identifier: EUPL-1.2 */
/* One trip each. Of two who decide or abandon at once the second waits for the lock and finds another version. */
#include "app/asking.h"
#include "app/decide_procedure.h"
#include "base/err.h"

#include "base/banned.h"

int decide_procedure_do(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                        const struct procedure_decision *d, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    procedure_decide_step(&step, &params, id, expected, d);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int decide_procedure_check(struct service *s, const struct service_caller *c, const struct uuid *id,
                           const char *outcome, const struct day *decided_on, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    procedure_check_step(&step, &params, id, outcome, decided_on);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int decide_procedure_abandon(struct service *s, const struct service_caller *c, const struct uuid *id,
                             int32_t expected, const char *motive, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    procedure_abandon_step(&step, &params, id, expected, motive);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}
