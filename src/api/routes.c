/* SPDX-License-Identifier: EUPL-1.2 */
/* One row for each door: method, path, who may, what is read besides, how long a body, which query fields, handler.
 * `jalond --print-routes` prints it; the role matrix of the tests is written by hand and fails on a row that it does
 * not know. */
#include "api/routes.h"

#include "api/res_cases.h"
#include "api/res_contacts.h"
#include "api/res_counts.h"
#include "api/res_delegations.h"
#include "api/res_glass.h"
#include "api/res_host_sheets.h"
#include "api/res_hosts.h"
#include "api/res_incidents.h"
#include "api/res_leads.h"
#include "api/res_decisions.h"
#include "api/res_log.h"
#include "api/res_matches.h"
#include "api/res_me.h"
#include "api/res_mine.h"
#include "api/res_placement_sheets.h"
#include "api/res_placement_life.h"
#include "api/res_placements.h"
#include "api/res_plans.h"
#include "api/res_proposals.h"
#include "api/res_signatures.h"
#include "api/res_procedures.h"
#include "api/res_post_life.h"
#include "api/res_post_sheets.h"
#include "api/res_posts.h"
#include "api/res_users.h"
#include "api/res_reports.h"
#include "api/res_requests.h"
#include "api/res_sessions.h"
#include "api/res_sites.h"
#include "api/res_sealed.h"
#include "api/res_units.h"
#include "api/res_activation.h"
#include "api/res_acts.h"
#include "api/res_attest.h"
#include "api/res_caseload.h"
#include "api/res_hours.h"
#include "api/res_ledger.h"
#include "api/res_measures.h"
#include "api/res_tasks.h"
#include "api/res_waiting.h"

#include "base/banned.h"

#define COUNSELLOR ROLE_BIT(ROLE_COUNSELLOR)
#define DIRECTOR ROLE_BIT(ROLE_DIRECTOR)
#define REFERENT ROLE_BIT(ROLE_REFERENT)
#define HOST_MANAGER ROLE_BIT(ROLE_HOST_MANAGER)
#define TUTOR ROLE_BIT(ROLE_TUTOR)
#define AUDITOR ROLE_BIT(ROLE_AUDITOR)
#define ADMINISTRATOR ROLE_BIT(ROLE_ADMINISTRATOR)
/* who manages accounts, who looks after a unit, and whose organisation has a secret that a colleague may share */
#define MANAGERS (ADMINISTRATOR | HOST_MANAGER)
#define OFFICERS (ADMINISTRATOR | DIRECTOR)
#define HOLDERS (COUNSELLOR | DIRECTOR | HOST_MANAGER | TUTOR | AUDITOR)
/* "Consent, period, suspension" */
#define MEASURES (COUNSELLOR | DIRECTOR | AUDITOR)
/* "Assignment decision", but for who decides without an account and for counts */
#define PLACEMENTS (COUNSELLOR | DIRECTOR | HOST_MANAGER | TUTOR | AUDITOR)
/* table 6a, hosts and posts: who reads them, who works on their sheets and files, who decides or records a decision
 * and prospects, who may stop a post (H-18) */
#define READERS (COUNSELLOR | DIRECTOR | REFERENT | AUDITOR | HOST_MANAGER | TUTOR)
#define WRITERS (REFERENT | DIRECTOR | HOST_MANAGER)
#define SERVICE (REFERENT | DIRECTOR)
#define STOPPERS (DIRECTOR | HOST_MANAGER)
/* "Incident report": who tells one, who reads that there is one */
#define TELLERS (COUNSELLOR | HOST_MANAGER | TUTOR)
#define INCIDENTS (TELLERS | DIRECTOR | AUDITOR)
/* "Timesheets": who reports them, who reads them */
#define REPORTERS (HOST_MANAGER | TUTOR | COUNSELLOR)
#define HOURS (REPORTERS | DIRECTOR | AUDITOR)
#define ANYBODY ROUTE_ANYBODY
#define PUBLIC ROUTE_PUBLIC

static const struct route rows[] = {
    ROUTE("POST", "/api/v1/sessions", PUBLIC, ROUTE_JSON, 8192, NULL, res_sessions_create),
    ROUTE("DELETE", "/api/v1/sessions/current", ANYBODY, ROUTE_PLAIN, 0, NULL, res_sessions_end_current),
    ROUTE("GET", "/api/v1/me", ANYBODY, ROUTE_PLAIN, 0, NULL, res_me_read),
    ROUTE("POST", "/api/v1/users/activation", PUBLIC, ROUTE_JSON, 8192, NULL, res_activation_begin),
    ROUTE("POST", "/api/v1/users/activation/confirmation", PUBLIC, ROUTE_JSON, 16384, NULL, res_activation_confirm),
    ROUTE("GET", "/api/v1/me/sessions", ANYBODY, ROUTE_PLAIN, 0, NULL, res_mine_sessions),
    ROUTE("DELETE", "/api/v1/me/sessions/{id}", ANYBODY, ROUTE_PLAIN, 0, NULL, res_mine_end_session),
    ROUTE("PUT", "/api/v1/me/password", ANYBODY, ROUTE_JSON, 16384, NULL, res_mine_password),
    ROUTE("GET", "/api/v1/me/resealings", HOLDERS, ROUTE_PLAIN, 0, NULL, res_mine_resealings),
    ROUTE("GET", "/api/v1/users", OFFICERS | HOST_MANAGER, ROUTE_PLAIN, 0, res_users_list_query, res_users_list),
    ROUTE("POST", "/api/v1/users", MANAGERS, ROUTE_JSON | ROUTE_IDEMPOTENT, 8192, NULL, res_users_create),
    ROUTE("GET", "/api/v1/users/{id}", OFFICERS | HOST_MANAGER, ROUTE_PLAIN, 0, NULL, res_users_read),
    ROUTE("PUT", "/api/v1/users/{id}/state", MANAGERS, ROUTE_JSON, 1024, NULL, res_users_set_state),
    ROUTE("POST", "/api/v1/users/{id}/invitation", MANAGERS, ROUTE_PLAIN, 0, NULL, res_users_invite),
    ROUTE("POST", "/api/v1/users/{id}/reset", OFFICERS, ROUTE_PLAIN, 0, NULL, res_users_reset),
    ROUTE("DELETE", "/api/v1/users/{id}/sessions", ADMINISTRATOR, ROUTE_PLAIN, 0, NULL, res_users_end_sessions),
    ROUTE("GET", "/api/v1/units", OFFICERS, ROUTE_PLAIN, 0, NULL, res_units_list),
    ROUTE("GET", "/api/v1/units/{id}", OFFICERS, ROUTE_PLAIN, 0, NULL, res_units_read),
    ROUTE("PUT", "/api/v1/units/{id}/departement", ADMINISTRATOR, ROUTE_JSON, 1024, NULL, res_units_set_territory),
    ROUTE("POST", "/api/v1/units/{id}/members", ADMINISTRATOR, ROUTE_JSON, 1024, NULL, res_units_ask_member),
    ROUTE("POST", "/api/v1/units/{id}/members/{user}/resealing", HOLDERS, ROUTE_PLAIN, 0, NULL, res_units_reseal),
    ROUTE("GET", "/api/v1/units/{id}/requests", OFFICERS, ROUTE_PLAIN, 0, res_requests_list_query,
          res_requests_of_unit),
    ROUTE("GET", "/api/v1/requests", OFFICERS, ROUTE_PLAIN, 0, res_requests_list_query, res_requests_list),
    ROUTE("POST", "/api/v1/requests/{id}/approval", DIRECTOR, ROUTE_PLAIN, 0, NULL, res_requests_approve),
    ROUTE("DELETE", "/api/v1/requests/{id}", OFFICERS, ROUTE_PLAIN, 0, NULL, res_requests_withdraw),
    ROUTE("GET", "/api/v1/cases", COUNSELLOR, ROUTE_PLAIN, 0, res_cases_list_query, res_cases_list),
    ROUTE("POST", "/api/v1/cases", COUNSELLOR, ROUTE_JSON | ROUTE_IDEMPOTENT, 16384, NULL, res_cases_create),
    ROUTE("GET", "/api/v1/cases/{id}", COUNSELLOR | DIRECTOR, ROUTE_REASON, 0, NULL, res_cases_read),
    ROUTE("PUT", "/api/v1/cases/{id}/identity", COUNSELLOR, ROUTE_JSON | ROUTE_IF_MATCH, 16384, NULL,
          res_cases_change_identity),
    ROUTE("GET", "/api/v1/cases/{id}/same-person", COUNSELLOR | DIRECTOR, ROUTE_PLAIN, 0, NULL, res_cases_same_person),
    ROUTE("POST", "/api/v1/cases/{id}/break-glass", COUNSELLOR, ROUTE_JSON, 4096, NULL, res_glass_open),
    ROUTE("DELETE", "/api/v1/cases/{id}/break-glass", COUNSELLOR, ROUTE_PLAIN, 0, NULL, res_glass_end),
    ROUTE("GET", "/api/v1/me/break-glass", COUNSELLOR, ROUTE_PLAIN, 0, NULL, res_glass_mine),
    ROUTE("GET", "/api/v1/units/{id}/break-glass", DIRECTOR, ROUTE_PLAIN, 0, res_glass_list_query, res_glass_of_unit),
    ROUTE("GET", "/api/v1/break-glass/{id}", COUNSELLOR | DIRECTOR, ROUTE_REASON, 0, NULL, res_glass_read),
    ROUTE("GET", "/api/v1/cases/{id}/measures", MEASURES, ROUTE_PLAIN, 0, res_measures_list_query, res_measures_list),
    ROUTE("POST", "/api/v1/cases/{id}/measures", COUNSELLOR, ROUTE_JSON | ROUTE_IDEMPOTENT, 4096, NULL,
          res_measures_create),
    ROUTE("PUT", "/api/v1/cases/{id}/counsellor", DIRECTOR, ROUTE_JSON, 1024, NULL, res_caseload_hand_one),
    ROUTE("POST", "/api/v1/users/{id}/caseload", DIRECTOR, ROUTE_JSON, 1024, NULL, res_caseload_hand_all),
    ROUTE("GET", "/api/v1/measures/{id}", MEASURES, ROUTE_PLAIN, 0, NULL, res_measures_read),
    ROUTE("PUT", "/api/v1/measures/{id}", COUNSELLOR, ROUTE_JSON | ROUTE_IF_MATCH, 4096, NULL, res_measures_put),
    ROUTE("POST", "/api/v1/measures/{id}/opening", COUNSELLOR, ROUTE_IF_MATCH, 0, NULL, res_measures_open),
    ROUTE("PUT", "/api/v1/measures/{id}/steps", COUNSELLOR, ROUTE_JSON | ROUTE_IF_MATCH, 4096, NULL,
          res_measures_steps),
    ROUTE("POST", "/api/v1/measures/{id}/end", COUNSELLOR, ROUTE_JSON | ROUTE_IF_MATCH, 1024, NULL, res_measures_end),
    ROUTE("GET", "/api/v1/measures/{id}/acts", MEASURES, ROUTE_PLAIN, 0, res_acts_list_query, res_acts_list),
    ROUTE("POST", "/api/v1/measures/{id}/acts", COUNSELLOR | DIRECTOR, ROUTE_JSON | ROUTE_IDEMPOTENT, 4096, NULL,
          res_acts_create),
    ROUTE("POST", "/api/v1/acts/{id}/check", COUNSELLOR | DIRECTOR, ROUTE_JSON, 1024, NULL, res_acts_check),
    ROUTE("DELETE", "/api/v1/acts/{id}", COUNSELLOR | DIRECTOR, ROUTE_PLAIN, 0, NULL, res_acts_drop),
    ROUTE("GET", "/api/v1/placements", PLACEMENTS, ROUTE_PLAIN, 0, res_placements_list_query, res_placements_list),
    ROUTE("GET", "/api/v1/placements/{id}", PLACEMENTS, ROUTE_PLAIN, 0, NULL, res_placements_read),
    ROUTE("POST", "/api/v1/placements", COUNSELLOR, ROUTE_JSON | ROUTE_IDEMPOTENT, LIMITS_BODY, NULL,
          res_proposals_create),
    ROUTE("GET", "/api/v1/placements/{id}/reason", COUNSELLOR | DIRECTOR, ROUTE_REASON, 0, NULL,
          res_placement_sheets_reason),
    ROUTE("GET", "/api/v1/placements/{id}/sheet", COUNSELLOR | DIRECTOR | HOST_MANAGER | TUTOR, ROUTE_REASON, 0, NULL,
          res_placement_sheets_sheet),
    ROUTE("POST", "/api/v1/placements/{id}/contact", COUNSELLOR, ROUTE_PLAIN, 0, NULL, res_proposals_give_contact),
    ROUTE("POST", "/api/v1/placements/{id}/sharing", COUNSELLOR, ROUTE_PLAIN, 0, NULL, res_proposals_share),
    ROUTE("POST", "/api/v1/placements/{id}/signature", COUNSELLOR | DIRECTOR, ROUTE_IF_MATCH, 0, NULL,
          res_signatures_create),
    ROUTE("POST", "/api/v1/placements/{id}/answer", COUNSELLOR | HOST_MANAGER, ROUTE_JSON | ROUTE_IF_MATCH, 16384, NULL,
          res_placement_life_answer),
    ROUTE("PUT", "/api/v1/placements/{id}/in-charge", COUNSELLOR | HOST_MANAGER, ROUTE_JSON | ROUTE_IF_MATCH, 1024,
          NULL, res_placement_life_in_charge),
    ROUTE("PUT", "/api/v1/placements/{id}/meeting", COUNSELLOR, ROUTE_JSON | ROUTE_IF_MATCH, 1024, NULL,
          res_placement_life_meeting),
    ROUTE("POST", "/api/v1/placements/{id}/withdrawal", COUNSELLOR | DIRECTOR, ROUTE_JSON | ROUTE_IF_MATCH, 1024, NULL,
          res_placement_life_withdraw),
    ROUTE("POST", "/api/v1/placements/{id}/end", COUNSELLOR | DIRECTOR, ROUTE_JSON | ROUTE_IF_MATCH, 1024, NULL,
          res_placement_life_end),
    ROUTE("PUT", "/api/v1/placements/{id}/notices", COUNSELLOR, ROUTE_JSON | ROUTE_IF_MATCH, 1024, NULL,
          res_placement_life_notices),
    ROUTE("GET", "/api/v1/delegations", MEASURES, ROUTE_PLAIN, 0, res_delegations_list_query, res_delegations_list),
    ROUTE("POST", "/api/v1/delegations", DIRECTOR, ROUTE_JSON | ROUTE_IDEMPOTENT, 1024, NULL, res_delegations_create),
    ROUTE("DELETE", "/api/v1/delegations/{id}", DIRECTOR, ROUTE_PLAIN, 0, NULL, res_delegations_end),
    ROUTE("GET", "/api/v1/incidents", INCIDENTS, ROUTE_PLAIN, 0, res_incidents_list_query, res_incidents_list),
    ROUTE("POST", "/api/v1/incidents", TELLERS, ROUTE_JSON | ROUTE_IDEMPOTENT, 32768, NULL, res_incidents_create),
    ROUTE("GET", "/api/v1/incidents/{id}", INCIDENTS, ROUTE_PLAIN, 0, NULL, res_incidents_read),
    ROUTE("PUT", "/api/v1/incidents/{id}/follow-up", COUNSELLOR | DIRECTOR, ROUTE_JSON | ROUTE_IF_MATCH, 32768, NULL,
          res_incidents_follow),
    ROUTE("GET", "/api/v1/incidents/{id}/words", TELLERS | DIRECTOR, ROUTE_REASON, 0, NULL, res_sealed_read_words),
    ROUTE("GET", "/api/v1/incidents/{id}/note", COUNSELLOR | DIRECTOR, ROUTE_REASON, 0, NULL, res_sealed_read_note),
    ROUTE("GET", "/api/v1/measures/{id}/reports", MEASURES, ROUTE_PLAIN, 0, res_reports_list_query, res_reports_list),
    ROUTE("POST", "/api/v1/measures/{id}/reports", COUNSELLOR, ROUTE_JSON | ROUTE_IDEMPOTENT, 1024, NULL,
          res_reports_create),
    ROUTE("GET", "/api/v1/reports/{id}/text", COUNSELLOR | DIRECTOR, ROUTE_REASON, 0, NULL, res_sealed_read_report),
    ROUTE("PUT", "/api/v1/reports/{id}/text", COUNSELLOR, ROUTE_JSON | ROUTE_IF_MATCH, LIMITS_BODY, NULL,
          res_sealed_write_report),
    ROUTE("POST", "/api/v1/reports/{id}/sending", COUNSELLOR, ROUTE_JSON | ROUTE_IF_MATCH, 1024, NULL,
          res_reports_send),
    ROUTE("GET", "/api/v1/placements/{id}/hours", HOURS, ROUTE_PLAIN, 0, res_hours_list_query, res_hours_list),
    ROUTE("POST", "/api/v1/placements/{id}/hours", REPORTERS, ROUTE_JSON | ROUTE_IDEMPOTENT, 16384, NULL,
          res_hours_create),
    ROUTE("PUT", "/api/v1/placements/{id}/last-day", COUNSELLOR, ROUTE_JSON | ROUTE_IF_MATCH, 1024, NULL,
          res_attest_last_day),
    ROUTE("POST", "/api/v1/placements/{id}/attestation", HOST_MANAGER | COUNSELLOR,
          ROUTE_JSON | ROUTE_IDEMPOTENT | ROUTE_IF_MATCH, 1024, NULL, res_attest_create),
    ROUTE("PUT", "/api/v1/hours/{id}/word", REPORTERS, ROUTE_JSON | ROUTE_IF_MATCH, 1024, NULL, res_hours_word),
    ROUTE("DELETE", "/api/v1/hours/{id}", REPORTERS, ROUTE_IF_MATCH, 0, NULL, res_hours_withdraw),
    ROUTE("GET", "/api/v1/hours/{id}/texts", REPORTERS | DIRECTOR, ROUTE_REASON, 0, NULL, res_sealed_read_hours),
    ROUTE("GET", "/api/v1/hours/{id}/reason", COUNSELLOR | DIRECTOR, ROUTE_REASON, 0, NULL,
          res_sealed_read_settlement),
    ROUTE("POST", "/api/v1/hours/{id}/settlement", COUNSELLOR | DIRECTOR, ROUTE_JSON | ROUTE_IF_MATCH, 32768, NULL,
          res_hours_settle),
    ROUTE("GET", "/api/v1/measures/{id}/ledger", MEASURES, ROUTE_PLAIN, 0, res_ledger_read_query, res_ledger_read),
    ROUTE("POST", "/api/v1/ledger/{id}/counter", COUNSELLOR | DIRECTOR, ROUTE_JSON | ROUTE_IDEMPOTENT, 32768, NULL,
          res_ledger_counter),
    ROUTE("GET", "/api/v1/ledger/{id}/reason", COUNSELLOR | DIRECTOR, ROUTE_REASON, 0, NULL, res_sealed_read_entry),
    ROUTE("GET", "/api/v1/tasks", COUNSELLOR | DIRECTOR | REFERENT | HOST_MANAGER, ROUTE_PLAIN, 0,
          res_tasks_list_query, res_tasks_list),
    ROUTE("GET", "/api/v1/waiting", COUNSELLOR | DIRECTOR, ROUTE_PLAIN, 0, res_waiting_list_query, res_waiting_list),
    ROUTE("GET", "/api/v1/measures/{id}/no-matches", COUNSELLOR | DIRECTOR, ROUTE_PLAIN, 0,
          res_waiting_no_matches_query, res_waiting_no_matches),
    ROUTE("POST", "/api/v1/measures/{id}/no-matches", COUNSELLOR, ROUTE_JSON | ROUTE_IDEMPOTENT, 1024, NULL,
          res_waiting_record),
    ROUTE("GET", "/api/v1/plans", COUNSELLOR | DIRECTOR, ROUTE_PLAIN, 0, res_plans_list_query, res_plans_list),
    ROUTE("POST", "/api/v1/plans", COUNSELLOR | DIRECTOR, ROUTE_JSON | ROUTE_IDEMPOTENT | ROUTE_REASON, LIMITS_BODY,
          NULL, res_plans_create),
    ROUTE("GET", "/api/v1/plans/{id}", COUNSELLOR | DIRECTOR, ROUTE_PLAIN, 0, NULL, res_plans_read),
    ROUTE("GET", "/api/v1/counts/needs", SERVICE, ROUTE_PLAIN, 0, NULL, res_counts_needs),
    ROUTE("GET", "/api/v1/counts/fill", REFERENT, ROUTE_PLAIN, 0, NULL, res_counts_fill),
    ROUTE("GET", "/api/v1/counts/posts", WRITERS, ROUTE_PLAIN, 0, res_counts_posts_query, res_counts_posts),
    ROUTE("GET", "/api/v1/hosts", READERS, ROUTE_PLAIN, 0, res_hosts_list_query, res_hosts_list),
    ROUTE("POST", "/api/v1/hosts", SERVICE, ROUTE_JSON | ROUTE_IDEMPOTENT, 8192, NULL, res_host_sheets_create),
    ROUTE("GET", "/api/v1/hosts/{id}", READERS, ROUTE_PLAIN, 0, NULL, res_hosts_read),
    ROUTE("PUT", "/api/v1/hosts/{id}", WRITERS, ROUTE_JSON | ROUTE_IF_MATCH, 8192, NULL,
          res_host_sheets_replace),
    ROUTE("PUT", "/api/v1/hosts/{id}/state", DIRECTOR, ROUTE_JSON | ROUTE_IF_MATCH, 16384, NULL,
          res_host_sheets_set_state),
    ROUTE("POST", "/api/v1/hosts/{id}/sites", WRITERS, ROUTE_JSON | ROUTE_IDEMPOTENT, 16384, NULL,
          res_sites_create),
    ROUTE("PUT", "/api/v1/sites/{id}", WRITERS, ROUTE_JSON | ROUTE_IF_MATCH, 16384, NULL, res_sites_replace),
    ROUTE("POST", "/api/v1/hosts/{id}/contacts", WRITERS, ROUTE_JSON | ROUTE_IDEMPOTENT, 16384, NULL,
          res_contacts_create),
    ROUTE("PUT", "/api/v1/contacts/{id}", WRITERS, ROUTE_JSON | ROUTE_IF_MATCH, 16384, NULL,
          res_contacts_replace),
    ROUTE("DELETE", "/api/v1/contacts/{id}", WRITERS, ROUTE_PLAIN, 0, NULL, res_contacts_drop),
    ROUTE("GET", "/api/v1/leads", SERVICE, ROUTE_PLAIN, 0, res_leads_list_query, res_leads_list),
    ROUTE("POST", "/api/v1/leads", REFERENT, ROUTE_JSON | ROUTE_IDEMPOTENT, 32768, NULL, res_leads_create),
    ROUTE("GET", "/api/v1/leads/{id}", SERVICE, ROUTE_PLAIN, 0, NULL, res_leads_read),
    ROUTE("PUT", "/api/v1/leads/{id}", REFERENT, ROUTE_JSON | ROUTE_IF_MATCH, 32768, NULL, res_leads_replace),
    ROUTE("POST", "/api/v1/leads/{id}/events", REFERENT, ROUTE_JSON | ROUTE_IDEMPOTENT, 32768, NULL, res_leads_say),
    ROUTE("POST", "/api/v1/leads/{id}/conversion", REFERENT, ROUTE_JSON | ROUTE_IDEMPOTENT | ROUTE_IF_MATCH, 8192,
          NULL, res_leads_convert),
    ROUTE("GET", "/api/v1/procedures", READERS, ROUTE_PLAIN, 0, res_procedures_list_query, res_procedures_list),
    ROUTE("GET", "/api/v1/procedures/{id}", READERS, ROUTE_PLAIN, 0, NULL, res_procedures_read),
    ROUTE("POST", "/api/v1/hosts/{id}/procedures", WRITERS, ROUTE_JSON | ROUTE_IDEMPOTENT, 16384, NULL,
          res_procedures_of_host),
    ROUTE("POST", "/api/v1/posts/{id}/procedures", WRITERS, ROUTE_JSON | ROUTE_IDEMPOTENT, 16384, NULL,
          res_procedures_of_post),
    ROUTE("PUT", "/api/v1/procedures/{id}/pieces", WRITERS, ROUTE_JSON, 4096, NULL, res_decisions_put_piece),
    ROUTE("POST", "/api/v1/procedures/{id}/request", SERVICE, ROUTE_JSON | ROUTE_IF_MATCH, 1024, NULL,
          res_decisions_request),
    ROUTE("PUT", "/api/v1/procedures/{id}/opinions", SERVICE, ROUTE_JSON, 4096, NULL, res_decisions_put_opinion),
    ROUTE("POST", "/api/v1/procedures/{id}/opinions/check", SERVICE, ROUTE_JSON, 1024, NULL,
          res_decisions_check_opinion),
    ROUTE("POST", "/api/v1/procedures/{id}/decision", SERVICE, ROUTE_JSON | ROUTE_IF_MATCH, 16384, NULL,
          res_decisions_decide),
    ROUTE("POST", "/api/v1/procedures/{id}/decision/check", SERVICE, ROUTE_JSON, 1024, NULL,
          res_decisions_check),
    ROUTE("POST", "/api/v1/procedures/{id}/abandonment", WRITERS, ROUTE_JSON | ROUTE_IF_MATCH, 16384, NULL,
          res_decisions_abandon),
    ROUTE("GET", "/api/v1/posts", READERS, ROUTE_PLAIN, 0, res_posts_list_query, res_posts_list),
    ROUTE("GET", "/api/v1/posts/{id}", READERS, ROUTE_PLAIN, 0, NULL, res_posts_read),
    ROUTE("POST", "/api/v1/hosts/{id}/posts", WRITERS, ROUTE_JSON | ROUTE_IDEMPOTENT, 65536, NULL,
          res_post_sheets_create),
    ROUTE("PUT", "/api/v1/posts/{id}", WRITERS, ROUTE_JSON | ROUTE_IF_MATCH, 65536, NULL,
          res_post_sheets_replace),
    ROUTE("PUT", "/api/v1/posts/{id}/schedule", WRITERS, ROUTE_JSON | ROUTE_IF_MATCH, 32768, NULL,
          res_post_sheets_schedule),
    ROUTE("POST", "/api/v1/posts/{id}/confirmation", REFERENT | HOST_MANAGER, ROUTE_PLAIN, 0, NULL,
          res_post_life_confirm),
    ROUTE("POST", "/api/v1/posts/{id}/suspension", STOPPERS, ROUTE_JSON, 16384, NULL, res_post_life_suspend),
    ROUTE("DELETE", "/api/v1/posts/{id}/suspension", STOPPERS, ROUTE_PLAIN, 0, NULL, res_post_life_resume),
    ROUTE("POST", "/api/v1/posts/{id}/closures", WRITERS, ROUTE_JSON | ROUTE_IDEMPOTENT, 8192, NULL,
          res_post_life_close_days),
    ROUTE("DELETE", "/api/v1/closures/{id}", WRITERS, ROUTE_PLAIN, 0, NULL, res_post_life_open_days),
    ROUTE("PUT", "/api/v1/posts/{id}/bars", COUNSELLOR | DIRECTOR, ROUTE_JSON, 1024, NULL, res_post_life_bar),
    ROUTE("GET", "/api/v1/cases/{id}/profile", COUNSELLOR | DIRECTOR, ROUTE_REASON, 0, NULL, res_sealed_read_profile),
    ROUTE("PUT", "/api/v1/cases/{id}/profile", COUNSELLOR, ROUTE_JSON | ROUTE_IF_MATCH, LIMITS_BODY, NULL,
          res_sealed_write_profile),
    ROUTE("GET", "/api/v1/cases/{id}/matches", COUNSELLOR | DIRECTOR, ROUTE_REASON, 0, res_matches_list_query,
          res_matches_list),
    ROUTE("GET", "/api/v1/measures/{id}/justice", COUNSELLOR | DIRECTOR, ROUTE_REASON, 0, NULL,
          res_sealed_read_justice),
    ROUTE("PUT", "/api/v1/measures/{id}/justice", COUNSELLOR, ROUTE_JSON | ROUTE_IF_MATCH, LIMITS_BODY, NULL,
          res_sealed_write_justice),
    ROUTE("GET", "/api/v1/acts/{id}/copy", COUNSELLOR | DIRECTOR, ROUTE_REASON, 0, NULL, res_sealed_read_copy),
    ROUTE("PUT", "/api/v1/acts/{id}/copy", COUNSELLOR | DIRECTOR, ROUTE_JSON | ROUTE_IF_MATCH, LIMITS_BODY, NULL,
          res_sealed_write_copy),
    ROUTE("GET", "/api/v1/log/head", PUBLIC, ROUTE_PLAIN, 0, NULL, res_log_head),
    ROUTE("GET", "/api/v1/log/entries", AUDITOR, ROUTE_PLAIN, 0, res_log_entries_query, res_log_entries),
    ROUTE("GET", "/api/v1/log/mine", ANYBODY, ROUTE_PLAIN, 0, res_log_page_query, res_log_mine),
    ROUTE("GET", "/api/v1/log/bundle", AUDITOR, ROUTE_PLAIN, 0, res_log_bundle_query, res_log_bundle),
    ROUTE("GET", "/api/v1/cases/{id}/accesses", COUNSELLOR | DIRECTOR, ROUTE_PLAIN, 0, res_log_page_query,
          res_log_of_case),
};

const struct route_table routes_table = {rows, sizeof rows / sizeof rows[0]};
