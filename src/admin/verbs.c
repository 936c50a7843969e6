/* SPDX-License-Identifier: EUPL-1.2 */
/* What all verbs begin with. */
#include <sysexits.h>

#include "admin/verbs.h"

#include "base/err.h"
#include "base/log.h"

#include "base/banned.h"

#define PATIENCE_MS 300000 /* a migration may rewrite a large table */

const char *verbs_need(const struct conf *c, const char *key)
{
    const char *value = conf_str(c, "admin", key, NULL);

    if (value == NULL)
        log_die(EX_CONFIG, "configuration: [admin] %s is missing", key);
    return value;
}

struct conn *verbs_connect(const struct conf *c, const char *key)
{
    struct conn_options o = {.conninfo = verbs_need(c, key), .application = "jalon", .timeout_ms = PATIENCE_MS};
    struct conn *db;

    if (conn_new(&db, &o) != ERR_OK)
        log_die(EX_OSERR, "no memory");
    if (conn_ready(db) != ERR_OK)
        log_die(EX_UNAVAILABLE, "[admin] %s: %s", key, conn_message(db));
    return db;
}
