/* SPDX-License-Identifier: EUPL-1.2 */
/* The key of a case is its unit's, so nothing is sealed anew: only the row says whose the case is. */
#include "store/caseload.h"

#include "base/banned.h"

static const struct conn_stmt stmts[CASELOAD_STATEMENTS] = {
    [CASELOAD_HAND_ONE] = {"reassign", "SELECT casework.reassign($1, $2)"},
    [CASELOAD_HAND_ALL] = {"reassign_all", "SELECT casework.reassign_all($1, $2)"},
};

const struct conn_group caseload_statements = {stmts, CASELOAD_STATEMENTS};

static void two_ids(struct conn_step *s, struct param_list *p, enum caseload_statement which, const struct uuid *what,
                    const struct uuid *counsellor)
{
    conn_step_about(s, p, &stmts[which], what);
    param_uuid(p, counsellor);
}

void caseload_hand_one_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                            const struct uuid *counsellor)
{
    two_ids(s, p, CASELOAD_HAND_ONE, case_id, counsellor);
}

void caseload_hand_all_step(struct conn_step *s, struct param_list *p, const struct uuid *leaver,
                            const struct uuid *counsellor)
{
    two_ids(s, p, CASELOAD_HAND_ALL, leaver, counsellor);
}
