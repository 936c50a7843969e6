/* SPDX-License-Identifier: EUPL-1.2 */
/* The patches on disk against those that a database says it had: for migrate and for doctor. */
#ifndef JALON_ADMIN_MIGRATION_H
#define JALON_ADMIN_MIGRATION_H

#include <stddef.h>

#include "admin/scripts.h"
#include "store/conn.h"

struct migration {
    struct scripts patches; /* with sha256 */
    size_t applied;         /* the first so many are in the database */
};

/* ERR_FORMAT: a file has changed, is missing, comes too late, or has a bad header; *why says which. Release in
 * every case. */
int migration_compare(struct migration *m, struct conn *db, const char *sql, char why[SCRIPTS_WHY])
    __attribute__((warn_unused_result));
void migration_release(struct migration *m);

#endif
