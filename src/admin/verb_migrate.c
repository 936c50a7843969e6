/* SPDX-License-Identifier: EUPL-1.2 */
/* migrate: the schema is what the files say, or nothing is done. A patch that was applied must still be there, byte
 * for byte; new ones come after the old ones; functions and policies are reloaded whole each time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "admin/migration.h"
#include "admin/verbs.h"

#include "base/err.h"
#include "base/log.h"
#include "admin/scripts.h"
#include "store/migrate.h"

#include "base/banned.h"

static int apply_patches(struct conn *db, const struct migration *m)
{
    for (size_t i = m->applied; i < m->patches.n; i++) {
        const struct script *s = &m->patches.script[i];
        int rc = migrate_apply(db, &s->entry, s->owner, (const char *)s->text.data);

        if (rc != ERR_OK) {
            log_error("migrate: patches/%s: %s", s->name, rc == ERR_DENIED ? conn_message(db) : err_name(rc));
            return rc;
        }
        printf("migrate: %s applied\n", s->name);
    }
    return ERR_OK;
}

static int reload(struct conn *db, const struct scripts *functions, const struct scripts *policies)
{
    size_t n = functions->n + policies->n, failed = 0;
    struct migrate_text *texts = calloc(n == 0 ? 1 : n, sizeof *texts);

    if (texts == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < n; i++) {
        const struct script *s = i < functions->n ? &functions->script[i] : &policies->script[i - functions->n];

        texts[i] = (struct migrate_text){s->name, s->owner, (const char *)s->text.data};
    }
    int rc = migrate_reload(db, texts, n, &failed);
    if (rc != ERR_OK)
        log_error("migrate: %s: %s", n == 0 ? "reload" : texts[failed].name,
                  rc == ERR_DENIED ? conn_message(db) : err_name(rc));
    free(texts);
    return rc;
}

static int load_and_reload(struct conn *db, const char *sql)
{
    struct scripts functions, policies = {0};
    char folder[4096], why[SCRIPTS_WHY];

    (void)snprintf(folder, sizeof folder, "%s/functions", sql);
    int rc = scripts_load(&functions, folder, false, why);
    if (rc == ERR_OK) {
        (void)snprintf(folder, sizeof folder, "%s/policies", sql);
        rc = scripts_load(&policies, folder, false, why);
    }
    if (rc != ERR_OK)
        log_error("migrate: %s", why);
    else
        rc = reload(db, &functions, &policies);
    if (rc == ERR_OK)
        printf("migrate: %zu files of functions and policies reloaded\n", functions.n + policies.n);
    scripts_release(&functions);
    scripts_release(&policies);
    return rc;
}

static int say_status(const struct migration *m)
{
    for (size_t i = 0; i < m->patches.n; i++)
        printf("%-8s %s\n", i < m->applied ? "applied" : "pending", m->patches.script[i].name);
    return m->applied == m->patches.n ? EX_OK : 1;
}

static int exit_code(int rc)
{
    return rc == ERR_OK ? EX_OK : rc == ERR_UNAVAILABLE || rc == ERR_TIMEOUT ? EX_UNAVAILABLE : EX_DATAERR;
}

int verbs_migrate(const struct conf *c, bool status)
{
    struct conn *db = verbs_connect(c, "database");
    const char *sql = verbs_need(c, "sql");
    struct migration m = {0};
    char why[SCRIPTS_WHY] = "";
    int rc = status ? ERR_OK : migrate_lock(db);

    if (rc != ERR_OK)
        (void)snprintf(why, sizeof why, "another migration is running, or %s", conn_message(db));
    else
        rc = migration_compare(&m, db, sql, why);
    int code = exit_code(rc);
    if (rc != ERR_OK) {
        log_error("migrate: refused, nothing was done: %s", why);
    } else if (status) {
        code = say_status(&m);
    } else {
        rc = apply_patches(db, &m);
        code = exit_code(rc == ERR_OK ? load_and_reload(db, sql) : rc);
        if (code == EX_OK)
            printf("migrate: %zu patches, all applied\n", m.patches.n);
    }
    migration_release(&m);
    conn_free(db);
    return code;
}
