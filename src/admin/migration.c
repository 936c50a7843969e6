/* SPDX-License-Identifier: EUPL-1.2 */
/* Both lists are sorted and each patch names the one before it: so the registered ones must be exactly the first of
 * the files, with the same bytes. Everything else is somebody's mistake and is named. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/migration.h"

#include "base/err.h"
#include "store/migrate.h"

#include "base/banned.h"

static int digest_all(struct migration *m, struct conn *db, char why[SCRIPTS_WHY])
{
    for (size_t i = 0; i < m->patches.n; i++) {
        struct script *s = &m->patches.script[i];
        int rc = migrate_sha256(db, s->text.data, s->text.len, s->entry.sha256);

        if (rc != ERR_OK) {
            (void)snprintf(why, SCRIPTS_WHY, "%s: %s", s->name, conn_message(db));
            return rc;
        }
    }
    return ERR_OK;
}

static const struct script *find(const struct scripts *s, const char *patch)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->script[i].entry.patch, patch) == 0)
            return &s->script[i];
    return NULL;
}

static int compare(const struct migration *m, const struct migrate_entry *had, size_t n, char why[SCRIPTS_WHY])
{
    for (size_t i = 0; i < n; i++) {
        const struct script *s = find(&m->patches, had[i].patch);

        if (s == NULL) {
            (void)snprintf(why, SCRIPTS_WHY, "patch %s was applied and its file is missing", had[i].patch);
            return ERR_FORMAT;
        }
        if (strcmp(s->entry.sha256, had[i].sha256) != 0 || strcmp(s->entry.after, had[i].after) != 0) {
            (void)snprintf(why, SCRIPTS_WHY, "patches/%s has changed since it was applied", s->name);
            return ERR_FORMAT;
        }
    }
    /* Every registered one has its file; one more file among them sorts before a registered one. */
    for (size_t i = 0; i < n; i++) {
        if (strcmp(m->patches.script[i].entry.patch, had[i].patch) != 0) {
            (void)snprintf(why, SCRIPTS_WHY, "patches/%s sorts before %s, which was applied without it",
                           m->patches.script[i].name, had[i].patch);
            return ERR_FORMAT;
        }
    }
    return ERR_OK;
}

int migration_compare(struct migration *m, struct conn *db, const char *sql, char why[SCRIPTS_WHY])
{
    struct migrate_entry *had = calloc(MIGRATE_MAX, sizeof *had);
    char folder[4096];
    int rc;

    *m = (struct migration){0};
    if (had == NULL)
        return ERR_NOMEM;
    (void)snprintf(folder, sizeof folder, "%s/patches", sql);
    rc = scripts_load(&m->patches, folder, true, why);
    if (rc == ERR_OK)
        rc = digest_all(m, db, why);
    if (rc == ERR_OK) {
        rc = migrate_read(db, had, &m->applied);
        if (rc != ERR_OK)
            (void)snprintf(why, SCRIPTS_WHY, "the registry of patches cannot be read: %s", conn_message(db));
    }
    if (rc == ERR_OK)
        rc = compare(m, had, m->applied, why);
    free(had);
    return rc;
}

void migration_release(struct migration *m)
{
    scripts_release(&m->patches);
    m->applied = 0;
}
