/* SPDX-License-Identifier: EUPL-1.2 */
/* Gathers the statements of the aggregates into the list of the web program. `jalond --print-statements` prints it
 * and a test compares it with what pg_prepared_statements shows on a connection after work. */
#include "store/absence.h"
#include "store/account.h"
#include "store/act.h"
#include "store/ages.h"
#include "store/authority_act.h"
#include "store/audit_log.h"
#include "store/callback.h"
#include "store/case_file.h"
#include "store/caseload.h"
#include "store/contact.h"
#include "store/count.h"
#include "store/delegation.h"
#include "store/glass.h"
#include "store/glass_request.h"
#include "store/host.h"
#include "store/hours.h"
#include "store/incident.h"
#include "store/judge_report.h"
#include "store/last_day.h"
#include "store/lead.h"
#include "store/ledger.h"
#include "store/matching.h"
#include "store/matching_case.h"
#include "store/matching_posts.h"
#include "store/measure.h"
#include "store/no_match.h"
#include "store/own_session.h"
#include "store/paper.h"
#include "store/person.h"
#include "store/placement.h"
#include "store/placement_sealed.h"
#include "store/placement_write.h"
#include "store/plan.h"
#include "store/presence.h"
#include "store/procedure.h"
#include "store/post.h"
#include "store/post_change.h"
#include "store/request.h"
#include "store/sealed.h"
#include "store/search.h"
#include "store/session.h"
#include "store/site.h"
#include "store/statements.h"
#include "store/task.h"
#include "store/tutor.h"
#include "store/unit.h"
#include "store/user.h"
#include "store/waiting.h"

#include "base/banned.h"

static const struct conn_group *const all[] = {
    &session_statements, &account_statements, &sealed_statements, &case_file_statements, &user_statements,
    &own_session_statements, &act_statements, &request_statements, &unit_statements, &procedure_statements,
    &paper_statements, &post_statements, &post_change_statements, &host_statements, &site_statements,
    &contact_statements, &lead_statements, &audit_log_statements, &glass_statements, &person_statements,
    &measure_statements, &authority_act_statements, &caseload_statements, &task_statements,
    &ages_statements, &placement_statements, &delegation_statements, &matching_statements, &matching_posts_statements,
    &placement_write_statements, &placement_sealed_statements, &hours_statements, &ledger_statements,
    &incident_statements, &judge_report_statements, &matching_case_statements, &glass_request_statements,
    &waiting_statements, &no_match_statements, &count_statements, &plan_statements,
    &search_statements, &last_day_statements, &presence_statements, &absence_statements,
    &tutor_statements, &callback_statements,
};

_Static_assert(sizeof all / sizeof all[0] < STATEMENTS_GROUPS, "room for the end of the list");

void statements_web(struct conn_group groups[STATEMENTS_GROUPS])
{
    size_t n = 0;

    for (; n < sizeof all / sizeof all[0]; n++)
        groups[n] = *all[n];
    groups[n] = (struct conn_group){NULL, 0};
}
