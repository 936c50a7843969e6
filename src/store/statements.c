/* SPDX-License-Identifier: EUPL-1.2 */
/* Gathers the statements of the aggregates into the list of the web program. `jalond --print-statements` prints it
 * and a test compares it with what pg_prepared_statements shows on a connection after work. */
#include "store/account.h"
#include "store/act.h"
#include "store/case_file.h"
#include "store/glass.h"
#include "store/own_session.h"
#include "store/person.h"
#include "store/request.h"
#include "store/sealed.h"
#include "store/session.h"
#include "store/statements.h"
#include "store/unit.h"
#include "store/user.h"

#include "base/banned.h"

void statements_web(struct conn_group groups[STATEMENTS_GROUPS])
{
    groups[0] = session_statements;
    groups[1] = account_statements;
    groups[2] = sealed_statements;
    groups[3] = case_file_statements;
    groups[4] = user_statements;
    groups[5] = own_session_statements;
    groups[6] = act_statements;
    groups[7] = request_statements;
    groups[8] = unit_statements;
    groups[9] = glass_statements;
    groups[10] = person_statements;
    groups[11] = (struct conn_group){NULL, 0};
}
