/* SPDX-License-Identifier: EUPL-1.2 */
/* It bites with the commit: whose a case is, every reading asks the database. The new counsellor holds the unit's
 * secret already, so no key moves. */
#include "app/hand_cases.h"
#include "app/asking.h"
#include "store/caseload.h"

#include "base/banned.h"

int hand_cases_one(struct service *s, const struct service_caller *c, const struct uuid *case_id,
                   const struct uuid *counsellor, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    caseload_hand_one_step(&step, &params, case_id, counsellor);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}

int hand_cases_all(struct service *s, const struct service_caller *c, const struct uuid *leaver,
                   const struct uuid *counsellor, int32_t *moved, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    caseload_hand_all_step(&step, &params, leaver, counsellor);
    return asking_once(s, c, &step, 1, asking_read_version, moved, no); /* a number, as a version is */
}
