/* SPDX-License-Identifier: EUPL-1.2 */
/* What our statements mean and what their commit is worth, said at each connection: a role may change its own settings
 * in the catalogue, so whoever had jalon_web's password once could else have acknowledged writes lost, or dates read
 * otherwise, for good. What DISCARD ALL goes back to. */
#include "store/connect.h"

#include <stdio.h>

#include "base/err.h"

#include "base/banned.h"

#define SETTINGS \
    " -c synchronous_commit=on -c default_transaction_read_only=off -c default_transaction_deferrable=off" \
    " -c row_security=on -c search_path=pg_catalog,pg_temp -c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres" \
    " -c bytea_output=hex -c standard_conforming_strings=on -c transform_null_equals=off -c array_nulls=on" \
    " -c idle_session_timeout=0 -c jit=off"

/* Notices may quote data: they are not for a log. */
static void no_notice(void *ctx, const PGresult *res)
{
    (void)ctx;
    (void)res;
}

int connect_server(PGconn **pg, const struct conn_options *o, struct pipeline_failure *f)
{
    char options[640];
    const char *const keys[] = {"dbname",     "application_name", "client_encoding",  "connect_timeout",
                                "keepalives", "keepalives_idle",  "tcp_user_timeout", "options",         NULL};
    const char *const values[] = {o->conninfo, o->application, "UTF8", "5", "1", "30", "30000", options, NULL};

    (void)snprintf(options, sizeof options,
                   "-c statement_timeout=%d -c idle_in_transaction_session_timeout=30000" SETTINGS, o->timeout_ms);
    *pg = PQconnectdbParams(keys, values, 1);
    if (*pg == NULL)
        return ERR_NOMEM;
    if (PQstatus(*pg) != CONNECTION_OK) {
        (void)snprintf(f->message, sizeof f->message, "%s", PQerrorMessage(*pg));
        return ERR_UNAVAILABLE;
    }
    PQsetNoticeReceiver(*pg, no_notice, NULL);
    return PQsetnonblocking(*pg, 1) == 0 && PQenterPipelineMode(*pg) == 1 ? ERR_OK : ERR_UNAVAILABLE;
}
