/* SPDX-License-Identifier: EUPL-1.2 */
/* One row for each door: method, path, what it is for, who may, what is read besides, how long a body and of which
 * shape or which query fields, what a success is, handler. `jalond --print-routes` and `--print-openapi` print it; the
 * role matrix of the tests is written by hand and fails on a row that it does not know. */
#include "api/routes.h"

#include "api/hours_json.h"
#include "api/identity.h"
#include "api/justice.h"
#include "api/measure_json.h"
#include "api/openapi.h"
#include "api/placement_json.h"
#include "api/plan_json.h"
#include "api/preview_json.h"
#include "api/profile.h"
#include "api/query.h"
#include "api/res_absences.h"
#include "api/res_callbacks.h"
#include "api/res_cases.h"
#include "api/res_contacts.h"
#include "api/res_counts.h"
#include "api/res_delegations.h"
#include "api/res_generations.h"
#include "api/res_glass.h"
#include "api/res_glass_requests.h"
#include "api/res_host_sheets.h"
#include "api/res_hosts.h"
#include "api/res_incidents.h"
#include "api/res_last_day.h"
#include "api/res_kit.h"
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
#include "api/res_searches.h"
#include "api/res_tutors.h"
#include "api/res_units.h"
#include "api/res_waiting.h"
#include "api/res_activation.h"
#include "api/res_acts.h"
#include "api/res_attest.h"
#include "api/res_calendar.h"
#include "api/res_candidates.h"
#include "api/res_caseload.h"
#include "api/res_hours.h"
#include "api/res_ledger.h"
#include "api/res_measures.h"
#include "api/res_tasks.h"
#include "api/sealed_text.h"
#include "api/shapes.h"

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

/* What a success is. */
#define OBJECT(status_, shape_) {status_, ROUTE_OBJECT, &(shape_)}
#define LIST(shape_) {200, ROUTE_LIST, &(shape_)}
#define PAGE(shape_) {200, ROUTE_PAGE, &(shape_)}
#define MADE OBJECT(201, shapes_made)
#define CHANGED OBJECT(200, shapes_changed)
#define NOTHING {204, ROUTE_NOTHING, NULL}
#define TEXT {200, ROUTE_TEXT, NULL}
#define CALENDAR {200, ROUTE_CALENDAR, NULL}
#define PRINTED {200, ROUTE_HTML, NULL}
#define DOCUMENT {200, ROUTE_FREE, NULL}

static const struct route rows[] = {
    ROUTE_TAKES("POST", "/api/v1/sessions", "Sign in", PUBLIC, ROUTE_PLAIN, 8192, res_sessions_new,
                OBJECT(201, res_sessions_opened), res_sessions_create),
    ROUTE("DELETE", "/api/v1/sessions/current", "Sign out", ANYBODY, ROUTE_PLAIN, NULL, NOTHING,
          res_sessions_end_current),
    ROUTE("GET", "/api/v1/me", "The signed-in person", ANYBODY, ROUTE_PLAIN, NULL, OBJECT(200, res_me_shape),
          res_me_read),
    ROUTE_TAKES("POST", "/api/v1/users/activation", "Begin the activation of an account", PUBLIC, ROUTE_PLAIN, 8192,
                res_activation_first, OBJECT(200, res_activation_offer), res_activation_begin),
    ROUTE_TAKES("POST", "/api/v1/users/activation/confirmation", "Confirm the activation of an account", PUBLIC,
                ROUTE_PLAIN, 16384, res_activation_second, NOTHING, res_activation_confirm),
    ROUTE("GET", "/api/v1/me/sessions", "Own sessions", ANYBODY, ROUTE_PLAIN, NULL, LIST(res_mine_session),
          res_mine_sessions),
    ROUTE("DELETE", "/api/v1/me/sessions/{id}", "End one of the own sessions", ANYBODY, ROUTE_PLAIN, NULL, NOTHING,
          res_mine_end_session),
    ROUTE_TAKES("PUT", "/api/v1/me/password", "Change the own password", ANYBODY, ROUTE_PLAIN, 16384,
                res_mine_new_password, NOTHING, res_mine_password),
    ROUTE("GET", "/api/v1/me/resealings", "Colleagues whom one may give the secret of the organisation again", HOLDERS,
          ROUTE_PLAIN, NULL, LIST(res_mine_resealing), res_mine_resealings),
    ROUTE("GET", "/api/v1/users", "Accounts that one manages", OFFICERS | HOST_MANAGER, ROUTE_PLAIN, &res_users_query,
          PAGE(res_users_item), res_users_list),
    ROUTE_TAKES("POST", "/api/v1/users", "Make an account and its activation code", MANAGERS, ROUTE_IDEMPOTENT, 8192,
                res_users_new, OBJECT(201, res_users_invited), res_users_create),
    ROUTE("GET", "/api/v1/users/{id}", "An account", OFFICERS | HOST_MANAGER, ROUTE_PLAIN, NULL,
          OBJECT(200, res_users_item), res_users_read),
    ROUTE_TAKES("PUT", "/api/v1/users/{id}/state", "Disable an account or make it active again", MANAGERS, ROUTE_PLAIN,
                1024, res_users_state, OBJECT(200, res_users_stated), res_users_set_state),
    ROUTE("POST", "/api/v1/users/{id}/invitation", "A new activation code for an account that was never active",
          MANAGERS, ROUTE_PLAIN, NULL, OBJECT(201, res_users_invited), res_users_invite),
    ROUTE("POST", "/api/v1/users/{id}/reset", "Ask two officers for the reset of an account", OFFICERS, ROUTE_PLAIN,
          NULL, MADE, res_users_reset),
    ROUTE("DELETE", "/api/v1/users/{id}/sessions", "End all sessions of an account", ADMINISTRATOR, ROUTE_PLAIN, NULL,
          OBJECT(200, res_users_ended), res_users_end_sessions),
    ROUTE("GET", "/api/v1/units", "Organisations as holders of a secret", OFFICERS, ROUTE_PLAIN, NULL,
          LIST(res_units_item), res_units_list),
    ROUTE("GET", "/api/v1/units/{id}", "An organisation with its people", OFFICERS, ROUTE_PLAIN, NULL,
          OBJECT(200, res_units_whole), res_units_read),
    ROUTE_TAKES("PUT", "/api/v1/units/{id}/departement", "Say at which département a unit is at home", ADMINISTRATOR,
                ROUTE_PLAIN, 1024, res_units_territory, NOTHING, res_units_set_territory),
    ROUTE_TAKES("POST", "/api/v1/units/{id}/members", "Ask two officers to give somebody the secret of a unit",
                ADMINISTRATOR, ROUTE_PLAIN, 1024, res_units_new_member, MADE, res_units_ask_member),
    ROUTE("POST", "/api/v1/units/{id}/members/{user}/resealing",
          "Give a colleague the secret of the organisation again", HOLDERS, ROUTE_PLAIN, NULL, NOTHING,
          res_units_reseal),
    ROUTE("POST", "/api/v1/units/{id}/generations", "Move the pair of a unit on, after somebody left", DIRECTOR,
          ROUTE_PLAIN, NULL, OBJECT(201, res_generations_made), res_generations_create),
    ROUTE("GET", "/api/v1/units/{id}/requests", "What two officers of a unit have to decide", OFFICERS, ROUTE_PLAIN,
          &query_page_shape, PAGE(res_requests_item), res_requests_of_unit),
    ROUTE("GET", "/api/v1/requests", "What two officers have to decide", OFFICERS, ROUTE_PLAIN, &query_page_shape,
          PAGE(res_requests_item), res_requests_list),
    ROUTE("POST", "/api/v1/requests/{id}/approval", "Approve a request, as the first or the second officer", DIRECTOR,
          ROUTE_PLAIN, NULL, OBJECT(200, res_requests_approved), res_requests_approve),
    ROUTE("DELETE", "/api/v1/requests/{id}", "Withdraw a request", OFFICERS, ROUTE_PLAIN, NULL, NOTHING,
          res_requests_withdraw),
    ROUTE("GET", "/api/v1/cases", "The own caseload, with identities", COUNSELLOR, ROUTE_PLAIN, &query_page_shape,
          PAGE(res_cases_item), res_cases_list),
    ROUTE_TAKES("POST", "/api/v1/cases", "Take a case in", COUNSELLOR, ROUTE_IDEMPOTENT, 16384, identity_body,
                OBJECT(201, res_cases_made), res_cases_create),
    ROUTE("GET", "/api/v1/cases/{id}", "A case with its identity", COUNSELLOR | DIRECTOR, ROUTE_REASON | ROUTE_ETAG,
          NULL, OBJECT(200, res_cases_item), res_cases_read),
    ROUTE_TAKES("PUT", "/api/v1/cases/{id}/identity", "Replace the identity of a case", COUNSELLOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, 16384, identity_body, CHANGED, res_cases_change_identity),
    ROUTE("GET", "/api/v1/cases/{id}/same-person", "Other cases of the same person", COUNSELLOR | DIRECTOR,
          ROUTE_PLAIN, NULL, LIST(res_cases_same), res_cases_same_person),
    ROUTE_TAKES("POST", "/api/v1/cases/{id}/break-glass", "Break the glass of a case of a colleague", COUNSELLOR,
                ROUTE_PLAIN, 4096, res_glass_new, OBJECT(201, res_glass_opened), res_glass_open),
    ROUTE("DELETE", "/api/v1/cases/{id}/break-glass", "End a break-glass early", COUNSELLOR, ROUTE_PLAIN, NULL,
          NOTHING, res_glass_end),
    ROUTE("GET", "/api/v1/me/break-glass", "Cases that one has open by break-glass", COUNSELLOR, ROUTE_PLAIN, NULL,
          LIST(res_glass_own), res_glass_mine),
    ROUTE("GET", "/api/v1/units/{id}/break-glass", "Who broke the glass in a unit", DIRECTOR, ROUTE_PLAIN,
          &query_page_shape, PAGE(res_glass_seen), res_glass_of_unit),
    ROUTE("GET", "/api/v1/break-glass/{id}", "The words of a break-glass", COUNSELLOR | DIRECTOR, ROUTE_REASON, NULL,
          OBJECT(200, res_glass_words), res_glass_read),
    ROUTE_TAKES("POST", "/api/v1/cases/{id}/break-glass-requests", "Ask another unit for one of its cases", COUNSELLOR,
                ROUTE_PLAIN, 1024, res_glass_requests_new, OBJECT(201, res_glass_requests_until),
                res_glass_requests_ask),
    ROUTE("GET", "/api/v1/me/break-glass-requests", "Own requests for cases of other units", COUNSELLOR, ROUTE_PLAIN,
          &query_page_shape, PAGE(res_glass_requests_item), res_glass_requests_mine),
    ROUTE("GET", "/api/v1/units/{id}/break-glass-requests", "Requests of other units for cases of this one", DIRECTOR,
          ROUTE_PLAIN, &query_page_shape, PAGE(res_glass_requests_item), res_glass_requests_of_unit),
    ROUTE_TAKES("POST", "/api/v1/break-glass-requests/{id}/approval", "Give a case to who asked for it", DIRECTOR,
                ROUTE_PLAIN, 4096, res_glass_requests_approval, OBJECT(201, res_glass_requests_until),
                res_glass_requests_give),
    ROUTE("DELETE", "/api/v1/break-glass-requests/{id}", "Withdraw or refuse a request", COUNSELLOR | DIRECTOR,
          ROUTE_PLAIN, NULL, NOTHING, res_glass_requests_close),
    ROUTE("GET", "/api/v1/cases/{id}/measures", "Measures of a case", MEASURES, ROUTE_PLAIN, &query_page_shape,
          PAGE(measure_json_shape), res_measures_list),
    ROUTE_TAKES("POST", "/api/v1/cases/{id}/measures", "Begin the sheet of a measure", COUNSELLOR, ROUTE_IDEMPOTENT,
                4096, measure_json_ordered_shape, MADE, res_measures_create),
    ROUTE_TAKES("PUT", "/api/v1/cases/{id}/counsellor", "Hand a case over", DIRECTOR, ROUTE_PLAIN, 1024,
                res_caseload_taker, NOTHING, res_caseload_hand_one),
    ROUTE_TAKES("POST", "/api/v1/users/{id}/caseload", "Hand a whole caseload over", DIRECTOR, ROUTE_PLAIN, 1024,
                res_caseload_taker, OBJECT(200, res_caseload_moved), res_caseload_hand_all),
    ROUTE("GET", "/api/v1/measures/{id}", "A measure", MEASURES, ROUTE_ETAG, NULL, OBJECT(200, measure_json_shape),
          res_measures_read),
    ROUTE_TAKES("PUT", "/api/v1/measures/{id}", "Replace the sheet of a measure", COUNSELLOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, 4096, measure_json_ordered_shape, CHANGED, res_measures_put),
    ROUTE("POST", "/api/v1/measures/{id}/opening", "Open a measure", COUNSELLOR, ROUTE_IF_MATCH | ROUTE_ETAG, NULL,
          CHANGED, res_measures_open),
    ROUTE_TAKES("PUT", "/api/v1/measures/{id}/steps", "Replace the steps of a measure", COUNSELLOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, 4096, measure_json_steps_shape, CHANGED, res_measures_steps),
    ROUTE_TAKES("POST", "/api/v1/measures/{id}/end", "End a measure", COUNSELLOR, ROUTE_IF_MATCH | ROUTE_ETAG, 1024,
                res_measures_ending, CHANGED, res_measures_end),
    ROUTE("GET", "/api/v1/measures/{id}/acts", "Decisions of authorities on a measure", MEASURES, ROUTE_PLAIN,
          &query_page_shape, PAGE(res_acts_item), res_acts_list),
    ROUTE_TAKES("POST", "/api/v1/measures/{id}/acts", "Record a decision of an authority", COUNSELLOR | DIRECTOR,
                ROUTE_IDEMPOTENT, 4096, res_acts_new, MADE, res_acts_create),
    ROUTE_TAKES("POST", "/api/v1/acts/{id}/check", "Check a recorded decision against its paper",
                COUNSELLOR | DIRECTOR, ROUTE_PLAIN, 1024, res_acts_checked, NOTHING, res_acts_check),
    ROUTE("DELETE", "/api/v1/acts/{id}", "Drop a recorded decision that was not checked", COUNSELLOR | DIRECTOR,
          ROUTE_PLAIN, NULL, NOTHING, res_acts_drop),
    ROUTE("GET", "/api/v1/placements", "Placements, to each reader the members that are hers", PLACEMENTS, ROUTE_PLAIN,
          &res_placements_list_query, PAGE(res_placements_item), res_placements_list),
    ROUTE("GET", "/api/v1/placements/{id}", "A placement", PLACEMENTS, ROUTE_ETAG, NULL,
          OBJECT(200, placement_json_whole), res_placements_read),
    ROUTE_TAKES("POST", "/api/v1/placements", "Propose a placement", COUNSELLOR, ROUTE_IDEMPOTENT, LIMITS_BODY,
                res_proposals_new, OBJECT(201, res_proposals_made), res_proposals_create),
    ROUTE_TAKES("POST", "/api/v1/placements/preview", "What a proposal would be, session by session", COUNSELLOR,
                ROUTE_PLAIN, 16384, res_proposals_preview, OBJECT(200, preview_json_shape), res_proposals_look),
    ROUTE("GET", "/api/v1/placements/{id}/reason", "Why a placement was proposed", COUNSELLOR | DIRECTOR, ROUTE_REASON,
          NULL, OBJECT(200, res_placement_sheets_why), res_placement_sheets_reason),
    ROUTE("GET", "/api/v1/placements/{id}/sheet", "What the host reads of a placement",
          COUNSELLOR | DIRECTOR | HOST_MANAGER | TUTOR, ROUTE_REASON, NULL, OBJECT(200, res_placement_sheets_all),
          res_placement_sheets_sheet),
    ROUTE("POST", "/api/v1/placements/{id}/contact", "Give the host name and phone of the person", COUNSELLOR,
          ROUTE_PLAIN, NULL, NOTHING, res_proposals_give_contact),
    ROUTE("POST", "/api/v1/placements/{id}/sharing", "Give a host its key to a placement", COUNSELLOR, ROUTE_PLAIN,
          NULL, NOTHING, res_proposals_share),
    ROUTE("POST", "/api/v1/placements/{id}/signature", "Sign a placement", COUNSELLOR | DIRECTOR,
          ROUTE_IF_MATCH | ROUTE_ETAG, NULL, OBJECT(200, res_signatures_signed), res_signatures_create),
    ROUTE_TAKES("POST", "/api/v1/placements/{id}/answer", "The answer of the host", COUNSELLOR | HOST_MANAGER,
                ROUTE_IF_MATCH | ROUTE_ETAG, 16384, res_placement_life_answered, CHANGED, res_placement_life_answer),
    ROUTE_TAKES("PUT", "/api/v1/placements/{id}/in-charge", "Say who of the host is in charge",
                COUNSELLOR | HOST_MANAGER, ROUTE_IF_MATCH | ROUTE_ETAG, 1024, res_placement_life_person, CHANGED,
                res_placement_life_in_charge),
    ROUTE_TAKES("PUT", "/api/v1/placements/{id}/meeting", "Say when the person was met", COUNSELLOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, 1024, res_placement_life_met, CHANGED, res_placement_life_meeting),
    ROUTE_TAKES("POST", "/api/v1/placements/{id}/withdrawal", "Withdraw a placement that was not signed",
                COUNSELLOR | DIRECTOR, ROUTE_IF_MATCH | ROUTE_ETAG, 1024, res_placement_life_withdrawn, CHANGED,
                res_placement_life_withdraw),
    ROUTE_TAKES("POST", "/api/v1/placements/{id}/end", "End a placement early", COUNSELLOR | DIRECTOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, 1024, res_placement_life_ended, CHANGED, res_placement_life_end),
    ROUTE_TAKES("PUT", "/api/v1/placements/{id}/notices", "Say who was told of the decision", COUNSELLOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, 1024, res_placement_life_told, CHANGED, res_placement_life_notices),
    ROUTE("GET", "/api/v1/delegations", "Delegations of signature", MEASURES, ROUTE_PLAIN, &query_page_shape,
          PAGE(res_delegations_item), res_delegations_list),
    ROUTE_TAKES("POST", "/api/v1/delegations", "Delegate the signature", DIRECTOR, ROUTE_IDEMPOTENT, 1024,
                res_delegations_new, MADE, res_delegations_create),
    ROUTE("DELETE", "/api/v1/delegations/{id}", "Take a delegation back", DIRECTOR, ROUTE_PLAIN, NULL, NOTHING,
          res_delegations_end),
    ROUTE("GET", "/api/v1/incidents", "Incidents, to each reader the members that are hers", INCIDENTS, ROUTE_PLAIN,
          &res_incidents_list_query, PAGE(res_incidents_item), res_incidents_list),
    ROUTE_TAKES("POST", "/api/v1/incidents", "Tell an incident", TELLERS, ROUTE_IDEMPOTENT, 32768, res_incidents_new,
                MADE, res_incidents_create),
    ROUTE("GET", "/api/v1/incidents/{id}", "An incident", INCIDENTS, ROUTE_ETAG, NULL, OBJECT(200, res_incidents_item),
          res_incidents_read),
    ROUTE_TAKES("PUT", "/api/v1/incidents/{id}/follow-up", "Replace the follow-up of an incident",
                COUNSELLOR | DIRECTOR, ROUTE_IF_MATCH | ROUTE_ETAG, 32768, res_incidents_step, CHANGED,
                res_incidents_follow),
    ROUTE("GET", "/api/v1/incidents/{id}/words", "The words in which an incident was told", TELLERS | DIRECTOR,
          ROUTE_REASON | ROUTE_ETAG, NULL, OBJECT(200, res_sealed_words), res_sealed_read_words),
    ROUTE("GET", "/api/v1/incidents/{id}/note", "The note of the service on an incident", COUNSELLOR | DIRECTOR,
          ROUTE_REASON | ROUTE_ETAG, NULL, OBJECT(200, res_sealed_note), res_sealed_read_note),
    ROUTE("GET", "/api/v1/measures/{id}/reports", "Reports to the judge on a measure", MEASURES, ROUTE_PLAIN,
          &query_page_shape, PAGE(res_reports_item), res_reports_list),
    ROUTE_TAKES("POST", "/api/v1/measures/{id}/reports", "Begin a report to the judge", COUNSELLOR, ROUTE_IDEMPOTENT,
                1024, res_reports_new, MADE, res_reports_create),
    ROUTE("GET", "/api/v1/reports/{id}/text", "The text of a report", COUNSELLOR | DIRECTOR, ROUTE_REASON | ROUTE_ETAG,
          NULL, OBJECT(200, res_sealed_text), res_sealed_read_report),
    ROUTE_TAKES("PUT", "/api/v1/reports/{id}/text", "Replace the text of a report", COUNSELLOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, LIMITS_BODY, sealed_text_body, CHANGED, res_sealed_write_report),
    ROUTE("DELETE", "/api/v1/reports/{id}", "Drop a report that was begun by mistake", COUNSELLOR,
          ROUTE_IF_MATCH | ROUTE_ETAG, NULL, CHANGED, res_reports_drop),
    ROUTE_TAKES("POST", "/api/v1/reports/{id}/sending", "Say when a report was sent", COUNSELLOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, 1024, res_reports_sent, CHANGED, res_reports_send),
    ROUTE("GET", "/api/v1/placements/{id}/hours", "Reported hours of a placement", HOURS, ROUTE_PLAIN,
          &query_page_shape, PAGE(hours_json_item), res_hours_list),
    ROUTE_TAKES("POST", "/api/v1/placements/{id}/hours", "Report hours", REPORTERS, ROUTE_IDEMPOTENT, 16384,
                hours_json_new, OBJECT(201, res_hours_made), res_hours_create),
    ROUTE("GET", "/api/v1/placements/{id}/calendar", "Sessions of a placement, as a calendar", COUNSELLOR | DIRECTOR,
          ROUTE_PLAIN, NULL, CALENDAR, res_calendar_placement),
    ROUTE("GET", "/api/v1/posts/{id}/calendar", "Who is expected at a post, as a calendar", HOST_MANAGER | TUTOR,
          ROUTE_PLAIN, NULL, CALENDAR, res_calendar_post),
    ROUTE_TAKES("PUT", "/api/v1/placements/{id}/last-day", "Move the last day of a placement", COUNSELLOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, LIMITS_BODY, res_last_day_new, CHANGED, res_last_day_move),
    ROUTE("GET", "/api/v1/placements/{id}/last-days", "How the last day of a placement was moved", MEASURES,
          ROUTE_PLAIN, &query_page_shape, PAGE(res_last_day_item), res_last_day_list),
    ROUTE("GET", "/api/v1/last-days/{id}/reason", "Why a last day was moved", COUNSELLOR | DIRECTOR,
          ROUTE_REASON | ROUTE_ETAG, NULL, OBJECT(200, res_sealed_reason), res_sealed_read_last_day),
    ROUTE_TAKES("POST", "/api/v1/placements/{id}/attestation", "Attest the hours of a placement",
                HOST_MANAGER | COUNSELLOR, ROUTE_IDEMPOTENT | ROUTE_IF_MATCH | ROUTE_ETAG, 1024, res_attest_new,
                OBJECT(200, res_attest_made), res_attest_create),
    ROUTE_TAKES("PUT", "/api/v1/hours/{id}/word", "What the person says to a report of hours", REPORTERS,
                ROUTE_IF_MATCH | ROUTE_ETAG, 1024, res_hours_new_word, CHANGED, res_hours_word),
    ROUTE("DELETE", "/api/v1/hours/{id}", "Withdraw a report of hours", REPORTERS, ROUTE_IF_MATCH | ROUTE_ETAG, NULL,
          CHANGED, res_hours_withdraw),
    ROUTE("GET", "/api/v1/hours/{id}/texts", "The words of a report of hours", REPORTERS | DIRECTOR,
          ROUTE_REASON | ROUTE_ETAG, NULL, OBJECT(200, res_sealed_words), res_sealed_read_hours),
    ROUTE("GET", "/api/v1/hours/{id}/reason", "Why a report of hours was settled as it was", COUNSELLOR | DIRECTOR,
          ROUTE_REASON | ROUTE_ETAG, NULL, OBJECT(200, res_sealed_reason), res_sealed_read_settlement),
    ROUTE_TAKES("POST", "/api/v1/hours/{id}/settlement", "Settle a report of hours", COUNSELLOR | DIRECTOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, 32768, res_hours_settlement, OBJECT(200, res_hours_settled),
                res_hours_settle),
    ROUTE("GET", "/api/v1/measures/{id}/ledger", "The ledger of a measure, as it is or was", MEASURES, ROUTE_PLAIN,
          &res_ledger_read_query, OBJECT(200, res_ledger_page), res_ledger_read),
    ROUTE_TAKES("POST", "/api/v1/ledger/{id}/counter", "Counter an entry of the ledger", COUNSELLOR | DIRECTOR,
                ROUTE_IDEMPOTENT, 32768, res_ledger_new_counter, MADE, res_ledger_counter),
    ROUTE("GET", "/api/v1/ledger/{id}/reason", "Why an entry was countered", COUNSELLOR | DIRECTOR,
          ROUTE_REASON | ROUTE_ETAG, NULL, OBJECT(200, res_sealed_reason), res_sealed_read_entry),
    ROUTE("GET", "/api/v1/tasks", "All that is due", COUNSELLOR | DIRECTOR | REFERENT | HOST_MANAGER, ROUTE_PLAIN,
          &res_tasks_query, PAGE(res_tasks_item), res_tasks_list),
    ROUTE("GET", "/api/v1/hosts", "Hosts", READERS, ROUTE_PLAIN, &res_hosts_list_query, PAGE(res_hosts_item),
          res_hosts_list),
    ROUTE_TAKES("POST", "/api/v1/hosts", "Make a host", SERVICE, ROUTE_IDEMPOTENT, 8192, res_host_sheets_new, MADE,
                res_host_sheets_create),
    ROUTE("GET", "/api/v1/hosts/{id}", "A host with all that hangs on it", READERS, ROUTE_ETAG, NULL,
          OBJECT(200, res_hosts_sheet), res_hosts_read),
    ROUTE("GET", "/api/v1/hosts/{id}/tutors", "Who is in charge of posts of a host, and whom they follow",
          READERS & ~AUDITOR, ROUTE_PLAIN, &res_tutors_query, PAGE(res_tutors_item), res_tutors_list),
    ROUTE_TAKES("PUT", "/api/v1/hosts/{id}", "Replace the sheet of a host", WRITERS, ROUTE_IF_MATCH | ROUTE_ETAG, 8192,
                res_host_sheets_changed, CHANGED, res_host_sheets_replace),
    ROUTE_TAKES("PUT", "/api/v1/hosts/{id}/state", "Suspend, close or resume a host", DIRECTOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, 16384, res_host_sheets_state, CHANGED, res_host_sheets_set_state),
    ROUTE_TAKES("POST", "/api/v1/hosts/{id}/sites", "Add a site", WRITERS, ROUTE_IDEMPOTENT, 16384, res_sites_new,
                MADE, res_sites_create),
    ROUTE_TAKES("PUT", "/api/v1/sites/{id}", "Replace a site", WRITERS, ROUTE_IF_MATCH | ROUTE_ETAG, 16384,
                res_sites_changed, CHANGED, res_sites_replace),
    ROUTE_TAKES("POST", "/api/v1/hosts/{id}/contacts", "Add a contact", WRITERS, ROUTE_IDEMPOTENT, 16384,
                res_contacts_sheet, MADE, res_contacts_create),
    ROUTE_TAKES("PUT", "/api/v1/contacts/{id}", "Replace a contact", WRITERS, ROUTE_IF_MATCH | ROUTE_ETAG, 16384,
                res_contacts_sheet, CHANGED, res_contacts_replace),
    ROUTE("DELETE", "/api/v1/contacts/{id}", "Drop a contact", WRITERS, ROUTE_PLAIN, NULL, NOTHING,
          res_contacts_drop),
    ROUTE_TAKES("POST", "/api/v1/contacts/{id}/absences", "Say when a contact is away, and who stands in", WRITERS,
                ROUTE_IDEMPOTENT, 1024, res_absences_days, MADE, res_absences_create),
    ROUTE_TAKES("PUT", "/api/v1/absences/{id}", "Replace the days of an absence", WRITERS, ROUTE_IF_MATCH | ROUTE_ETAG,
                1024, res_absences_days, CHANGED, res_absences_replace),
    ROUTE("DELETE", "/api/v1/absences/{id}", "Take an absence back", WRITERS, ROUTE_PLAIN, NULL, NOTHING,
          res_absences_drop),
    ROUTE("GET", "/api/v1/callbacks", "Requests of hosts to be called back", SERVICE | HOST_MANAGER | TUTOR,
          ROUTE_PLAIN, &res_callbacks_query, PAGE(res_callbacks_item), res_callbacks_list),
    ROUTE_TAKES("POST", "/api/v1/callbacks", "Ask to be called back", HOST_MANAGER | TUTOR, ROUTE_IDEMPOTENT, 8192,
                res_callbacks_new, MADE, res_callbacks_create),
    ROUTE("POST", "/api/v1/callbacks/{id}/taking", "Say that one calls back", REFERENT, ROUTE_PLAIN, NULL, NOTHING,
          res_callbacks_take),
    ROUTE_TAKES("POST", "/api/v1/callbacks/{id}/closing", "Say what came of a call", REFERENT,
                ROUTE_IF_MATCH | ROUTE_ETAG, 1024, res_callbacks_result, CHANGED, res_callbacks_close),
    ROUTE("GET", "/api/v1/leads", "Leads", SERVICE, ROUTE_PLAIN, &res_leads_list_query, PAGE(res_leads_item),
          res_leads_list),
    ROUTE_TAKES("POST", "/api/v1/leads", "Make a lead", REFERENT, ROUTE_IDEMPOTENT, 32768, res_leads_new, MADE,
                res_leads_create),
    ROUTE("GET", "/api/v1/leads/{id}", "A lead with what was said to it", SERVICE, ROUTE_ETAG, NULL,
          OBJECT(200, res_leads_whole), res_leads_read),
    ROUTE_TAKES("PUT", "/api/v1/leads/{id}", "Replace a lead", REFERENT, ROUTE_IF_MATCH | ROUTE_ETAG, 32768,
                res_leads_changed, CHANGED, res_leads_replace),
    ROUTE_TAKES("POST", "/api/v1/leads/{id}/events", "Note what was said to a lead", REFERENT, ROUTE_IDEMPOTENT, 32768,
                res_leads_said, MADE, res_leads_say),
    ROUTE_TAKES("POST", "/api/v1/leads/{id}/conversion", "Make a host of a lead", REFERENT,
                ROUTE_IDEMPOTENT | ROUTE_IF_MATCH, 8192, res_host_sheets_converted, MADE, res_leads_convert),
    ROUTE("GET", "/api/v1/procedures", "Files of habilitation and inscription", READERS, ROUTE_PLAIN,
          &res_procedures_list_query, PAGE(res_procedures_item), res_procedures_list),
    ROUTE("GET", "/api/v1/procedures/{id}", "A file with its pieces and opinions", READERS, ROUTE_ETAG, NULL,
          OBJECT(200, res_procedures_whole), res_procedures_read),
    ROUTE_TAKES("POST", "/api/v1/hosts/{id}/procedures", "Open a file on a host", WRITERS, ROUTE_IDEMPOTENT, 16384,
                res_procedures_new_of_host, MADE, res_procedures_of_host),
    ROUTE_TAKES("POST", "/api/v1/posts/{id}/procedures", "Open a file on a post", WRITERS, ROUTE_IDEMPOTENT, 16384,
                res_procedures_new_of_post, MADE, res_procedures_of_post),
    ROUTE_TAKES("PUT", "/api/v1/procedures/{id}/pieces", "Record a piece of a file", WRITERS, ROUTE_PLAIN, 4096,
                res_decisions_piece, NOTHING, res_decisions_put_piece),
    ROUTE_TAKES("POST", "/api/v1/procedures/{id}/request", "Say that the opinions were asked for", SERVICE,
                ROUTE_IF_MATCH | ROUTE_ETAG, 1024, res_decisions_asked, CHANGED, res_decisions_request),
    ROUTE_TAKES("PUT", "/api/v1/procedures/{id}/opinions", "Record an opinion", SERVICE, ROUTE_PLAIN, 4096,
                res_decisions_opinion, NOTHING, res_decisions_put_opinion),
    ROUTE_TAKES("POST", "/api/v1/procedures/{id}/opinions/check", "Check a recorded opinion against its paper",
                SERVICE, ROUTE_PLAIN, 1024, res_decisions_opinion_check, NOTHING, res_decisions_check_opinion),
    ROUTE_TAKES("POST", "/api/v1/procedures/{id}/decision", "Decide a file or record its decision", SERVICE,
                ROUTE_IF_MATCH | ROUTE_ETAG, 16384, res_decisions_decision, CHANGED, res_decisions_decide),
    ROUTE_TAKES("POST", "/api/v1/procedures/{id}/decision/check",
                "Check a recorded decision of a file against its paper", SERVICE, ROUTE_ETAG, 1024,
                res_decisions_decision_check, CHANGED, res_decisions_check),
    ROUTE_TAKES("POST", "/api/v1/procedures/{id}/abandonment", "Abandon a file", WRITERS, ROUTE_IF_MATCH | ROUTE_ETAG,
                16384, res_decisions_abandonment, CHANGED, res_decisions_abandon),
    ROUTE("GET", "/api/v1/posts", "Posts", READERS, ROUTE_PLAIN, &res_posts_list_query, PAGE(res_posts_found),
          res_posts_list),
    ROUTE("GET", "/api/v1/searches", "Own searches of posts", COUNSELLOR, ROUTE_PLAIN, NULL, LIST(res_searches_item),
          res_searches_list),
    ROUTE_TAKES("POST", "/api/v1/searches", "Keep a search of posts", COUNSELLOR, ROUTE_IDEMPOTENT, 2048,
                res_searches_new, MADE, res_searches_create),
    ROUTE("GET", "/api/v1/searches/{id}", "A kept search", COUNSELLOR, ROUTE_ETAG, NULL, OBJECT(200, res_searches_item),
          res_searches_read),
    ROUTE_TAKES("PUT", "/api/v1/searches/{id}", "Replace a kept search", COUNSELLOR, ROUTE_IF_MATCH | ROUTE_ETAG, 2048,
                res_searches_new, CHANGED, res_searches_put),
    ROUTE("DELETE", "/api/v1/searches/{id}", "Drop a kept search", COUNSELLOR, ROUTE_PLAIN, NULL, NOTHING,
          res_searches_drop),
    ROUTE("GET", "/api/v1/searches/{id}/posts", "Posts that a kept search finds, and which are new", COUNSELLOR,
          ROUTE_PLAIN, &res_searches_page, PAGE(res_searches_post), res_searches_posts),
    ROUTE_TAKES("PUT", "/api/v1/searches/{id}/seen", "Say up to where one has seen what is new", COUNSELLOR,
                ROUTE_PLAIN, 1024, res_searches_looked, NOTHING, res_searches_seen),
    ROUTE("GET", "/api/v1/posts/{id}", "A post", READERS, ROUTE_ETAG, NULL, OBJECT(200, res_posts_sheet),
          res_posts_read),
    ROUTE("GET", "/api/v1/posts/{id}/kit", "What who is in charge of a post has to know, as a page to print",
          READERS & ~AUDITOR, ROUTE_PLAIN, NULL, PRINTED, res_kit_read),
    ROUTE_TAKES("POST", "/api/v1/hosts/{id}/posts", "Make a post", WRITERS, ROUTE_IDEMPOTENT, 65536,
                res_post_sheets_sheet, MADE, res_post_sheets_create),
    ROUTE_TAKES("PUT", "/api/v1/posts/{id}", "Replace the sheet of a post", WRITERS, ROUTE_IF_MATCH | ROUTE_ETAG,
                65536, res_post_sheets_sheet, CHANGED, res_post_sheets_replace),
    ROUTE_TAKES("PUT", "/api/v1/posts/{id}/schedule", "Replace the timetable of a post", WRITERS,
                ROUTE_IF_MATCH | ROUTE_ETAG, 32768, res_post_sheets_times, CHANGED, res_post_sheets_schedule),
    ROUTE("POST", "/api/v1/posts/{id}/confirmation", "Confirm that the sheet of a post is true",
          REFERENT | HOST_MANAGER, ROUTE_PLAIN, NULL, NOTHING, res_post_life_confirm),
    ROUTE_TAKES("POST", "/api/v1/posts/{id}/suspension", "Suspend a post", STOPPERS, ROUTE_PLAIN, 16384,
                res_post_life_stop, NOTHING, res_post_life_suspend),
    ROUTE("DELETE", "/api/v1/posts/{id}/suspension", "End the own suspension of a post", STOPPERS, ROUTE_PLAIN, NULL,
          NOTHING, res_post_life_resume),
    ROUTE_TAKES("POST", "/api/v1/posts/{id}/closures", "Close a post for some days", WRITERS, ROUTE_IDEMPOTENT, 8192,
                res_post_life_closure, MADE, res_post_life_close_days),
    ROUTE("DELETE", "/api/v1/closures/{id}", "Take a closure back", WRITERS, ROUTE_PLAIN, NULL, NOTHING,
          res_post_life_open_days),
    ROUTE_TAKES("PUT", "/api/v1/posts/{id}/bars", "Bar a post to families of offences", COUNSELLOR | DIRECTOR,
                ROUTE_PLAIN, 1024, res_post_life_bars, NOTHING, res_post_life_bar),
    ROUTE("GET", "/api/v1/cases/{id}/profile", "The situation of a person as it decides which posts fit",
          COUNSELLOR | DIRECTOR, ROUTE_REASON | ROUTE_ETAG, NULL, OBJECT(200, res_sealed_profile),
          res_sealed_read_profile),
    ROUTE_TAKES("PUT", "/api/v1/cases/{id}/profile", "Replace the situation of a person", COUNSELLOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, LIMITS_BODY, profile_body, CHANGED, res_sealed_write_profile),
    ROUTE("GET", "/api/v1/cases/{id}/matches", "Posts that fit a person, and why others do not", COUNSELLOR | DIRECTOR,
          ROUTE_REASON, &res_matches_list_query, OBJECT(200, res_matches_all), res_matches_list),
    ROUTE("GET", "/api/v1/posts/{id}/candidates", "Who of those that wait could fill a place", COUNSELLOR | DIRECTOR,
          ROUTE_REASON, &res_candidates_query, OBJECT(200, res_candidates_page), res_candidates_list),
    ROUTE("GET", "/api/v1/waiting", "Who waits for a placement, by the day by which somebody must act",
          COUNSELLOR | DIRECTOR, ROUTE_PLAIN, &res_waiting_query, PAGE(res_waiting_item), res_waiting_list),
    ROUTE("GET", "/api/v1/measures/{id}/no-matches", "When no post fitted a measure", COUNSELLOR | DIRECTOR,
          ROUTE_PLAIN, &query_page_shape, PAGE(res_waiting_no_match), res_waiting_no_matches),
    ROUTE_TAKES("POST", "/api/v1/measures/{id}/no-matches", "Record that no post fitted a measure", COUNSELLOR,
                ROUTE_IDEMPOTENT, 1024, res_waiting_new, MADE, res_waiting_record),
    ROUTE("GET", "/api/v1/plans", "Plans for everybody who waits", COUNSELLOR | DIRECTOR, ROUTE_PLAIN,
          &query_page_shape, PAGE(res_plans_item), res_plans_list),
    ROUTE_TAKES("POST", "/api/v1/plans", "Compute a plan for everybody who waits", COUNSELLOR | DIRECTOR,
                ROUTE_IDEMPOTENT | ROUTE_REASON, LIMITS_BODY, res_plans_new, OBJECT(201, plan_json_shape),
                res_plans_create),
    ROUTE("GET", "/api/v1/plans/{id}", "A plan as it was computed, and which lines are stale", COUNSELLOR | DIRECTOR,
          ROUTE_PLAIN, NULL, OBJECT(200, res_plans_kept), res_plans_read),
    ROUTE("GET", "/api/v1/counts/needs", "Unmet need by area, slot and family", SERVICE, ROUTE_PLAIN, NULL,
          LIST(res_counts_need), res_counts_needs),
    ROUTE("GET", "/api/v1/counts/fill", "How far posts are taken, by family", COUNSELLOR | WRITERS, ROUTE_PLAIN, NULL,
          LIST(res_counts_family), res_counts_fill),
    ROUTE("GET", "/api/v1/counts/room", "Posts with a place from today on, by area, slot, public and family",
          COUNSELLOR | SERVICE, ROUTE_PLAIN, NULL, LIST(res_counts_room), res_counts_rooms),
    ROUTE("GET", "/api/v1/counts/posts", "Posts with their next possible day", WRITERS, ROUTE_PLAIN,
          &res_counts_posts_query, PAGE(res_counts_post), res_counts_posts),
    ROUTE("GET", "/api/v1/measures/{id}/justice", "What justice said of a measure", COUNSELLOR | DIRECTOR,
          ROUTE_REASON | ROUTE_ETAG, NULL, OBJECT(200, res_sealed_justice), res_sealed_read_justice),
    ROUTE_TAKES("PUT", "/api/v1/measures/{id}/justice", "Replace what justice said of a measure", COUNSELLOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, LIMITS_BODY, justice_body, CHANGED, res_sealed_write_justice),
    ROUTE("GET", "/api/v1/acts/{id}/copy", "The copy of a decision", COUNSELLOR | DIRECTOR, ROUTE_REASON | ROUTE_ETAG,
          NULL, OBJECT(200, res_sealed_text), res_sealed_read_copy),
    ROUTE_TAKES("PUT", "/api/v1/acts/{id}/copy", "Replace the copy of a decision", COUNSELLOR | DIRECTOR,
                ROUTE_IF_MATCH | ROUTE_ETAG, LIMITS_BODY, justice_copy_body, CHANGED, res_sealed_write_copy),
    ROUTE("GET", "/api/v1/log/head", "The signed head of the log", PUBLIC, ROUTE_PLAIN, NULL, TEXT, res_log_head),
    ROUTE("GET", "/api/v1/log/entries", "Entries of the log", AUDITOR, ROUTE_REASON, &res_log_entries_query,
          OBJECT(200, res_log_page), res_log_entries),
    ROUTE("GET", "/api/v1/log/mine", "Entries about the own acts", ANYBODY, ROUTE_PLAIN, &res_log_page_query,
          OBJECT(200, res_log_page), res_log_mine),
    ROUTE("GET", "/api/v1/log/bundle", "Entries with their proofs, for jalon-verify", AUDITOR, ROUTE_REASON,
          &res_log_bundle_query, TEXT, res_log_bundle),
    ROUTE("GET", "/api/v1/cases/{id}/accesses", "Who opened a case", COUNSELLOR | DIRECTOR, ROUTE_PLAIN,
          &res_log_page_query, OBJECT(200, res_log_page), res_log_of_case),
    ROUTE("GET", "/api/v1/openapi.json", "This document", PUBLIC, ROUTE_ETAG, NULL, DOCUMENT, openapi_read),
};

const struct route_table routes_table = {rows, sizeof rows / sizeof rows[0]};
