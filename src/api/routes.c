/* SPDX-License-Identifier: EUPL-1.2 */
/* One row for each door: method, path, who may, what is read besides, how long a body, which query fields, handler.
 * `jalond --print-routes` prints it; the role matrix of the tests is written by hand and fails on a row that it does
 * not know. */
#include "api/routes.h"

#include "api/res_cases.h"
#include "api/res_log.h"
#include "api/res_me.h"
#include "api/res_sessions.h"
#include "api/res_users.h"

#include "base/banned.h"

#define COUNSELLOR ROLE_BIT(ROLE_COUNSELLOR)
#define DIRECTOR ROLE_BIT(ROLE_DIRECTOR)
#define ANYBODY ROUTE_ANYBODY
#define PUBLIC ROUTE_PUBLIC

static const struct route rows[] = {
    ROUTE("POST", "/api/v1/sessions", PUBLIC, ROUTE_JSON, 8192, NULL, res_sessions_create),
    ROUTE("DELETE", "/api/v1/sessions/current", ANYBODY, ROUTE_PLAIN, 0, NULL, res_sessions_end_current),
    ROUTE("GET", "/api/v1/me", ANYBODY, ROUTE_PLAIN, 0, NULL, res_me_read),
    ROUTE("POST", "/api/v1/users/activation", PUBLIC, ROUTE_JSON, 8192, NULL, res_users_activate),
    ROUTE("POST", "/api/v1/users/activation/confirmation", PUBLIC, ROUTE_JSON, 16384, NULL, res_users_confirm),
    ROUTE("GET", "/api/v1/cases", COUNSELLOR, ROUTE_PLAIN, 0, res_cases_list_query, res_cases_list),
    ROUTE("POST", "/api/v1/cases", COUNSELLOR, ROUTE_JSON | ROUTE_IDEMPOTENT, 16384, NULL, res_cases_create),
    ROUTE("GET", "/api/v1/cases/{id}", COUNSELLOR | DIRECTOR, ROUTE_REASON, 0, NULL, res_cases_read),
    ROUTE("PUT", "/api/v1/cases/{id}/identity", COUNSELLOR, ROUTE_JSON | ROUTE_IF_MATCH, 16384, NULL,
          res_cases_change_identity),
    ROUTE("GET", "/api/v1/log/head", PUBLIC, ROUTE_PLAIN, 0, NULL, res_log_head),
};

const struct route_table routes_table = {rows, sizeof rows / sizeof rows[0]};
