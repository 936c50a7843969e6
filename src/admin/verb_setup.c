/* SPDX-License-Identifier: EUPL-1.2 */
/* setup: what needs the superuser of the cluster, who has no other part in Jalon. Passwords come from the passfiles
 * that the programs themselves read, so that no password ever is an argument, an environment variable or a line of
 * a script. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "admin/verbs.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/log.h"
#include "store/cluster.h"
#include "store/conninfo.h"

#include "base/banned.h"

#define ROLES_BYTES (1u << 20)

static int failed(int err, const char *what, const char *why)
{
    log_error("setup: %s: %s", what, *why != '\0' ? why : err_name(err));
    return err == ERR_UNAVAILABLE ? EX_UNAVAILABLE : EX_DATAERR;
}

static int run_roles(const struct conf *c, const char *superuser, const char *database)
{
    struct buf text SCOPED_BUF;
    char path[4096], why[CLUSTER_WHY] = "";

    int n = snprintf(path, sizeof path, "%s/roles.sql", verbs_need(c, "sql"));
    if (n < 0 || (size_t)n >= sizeof path)
        log_die(EX_CONFIG, "configuration: [admin] sql is too long");
    buf_init(&text, ROLES_BYTES);
    int rc = file_load(path, &text);
    const char *sql = rc == ERR_OK ? buf_cstr(&text) : NULL;
    if (sql == NULL || strlen(sql) != text.len) {
        log_error("setup: %s: %s", path, err_name(rc == ERR_OK ? ERR_FORMAT : rc));
        return EX_NOINPUT;
    }
    rc = cluster_script(superuser, database, sql, why);
    return rc == ERR_OK ? EX_OK : failed(rc, "roles.sql", why);
}

int verbs_setup(const struct conf *c)
{
    const char *superuser = verbs_need(c, "super_database");
    const struct {
        const char *section, *key;
    } logins[] = {{"admin", "database"}, {"jalond", "database"}, {"worker", "database"}};
    char database[64], why[CLUSTER_WHY] = "";

    int rc = conninfo_get(verbs_need(c, "database"), "dbname", database, sizeof database);
    if (rc != ERR_OK || database[0] == '\0')
        log_die(EX_CONFIG, "configuration: [admin] database: no dbname in it");
    rc = cluster_database(superuser, database, why);
    if (rc != ERR_OK)
        return failed(rc, "database", why);
    int code = run_roles(c, superuser, database);
    if (code != EX_OK)
        return code;
    for (size_t i = 0; i < sizeof logins / sizeof logins[0]; i++) {
        const char *login = conf_str(c, logins[i].section, logins[i].key, NULL);

        if (login == NULL)
            log_die(EX_CONFIG, "configuration: [%s] %s is missing", logins[i].section, logins[i].key);
        rc = cluster_password(superuser, login, why);
        if (rc != ERR_OK)
            return failed(rc, "password", why);
    }
    printf("setup: database %s, roles and their passwords are there\n", database);
    return EX_OK;
}
