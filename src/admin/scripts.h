/* SPDX-License-Identifier: EUPL-1.2 */
/* The files of sql/ with their headers: patches, functions, policies. Names, order and headers as sql/README.md
 * says. */
#ifndef JALON_ADMIN_SCRIPTS_H
#define JALON_ADMIN_SCRIPTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "store/migrate.h"

#define SCRIPTS_NAME 128
#define SCRIPTS_WHY 256

struct script {
    char name[SCRIPTS_NAME];      /* of the file, without its folder */
    struct buf text;              /* ends with a NUL that is not counted */
    enum migrate_owner owner;
    struct migrate_entry entry;   /* patches only; sha256 is left empty */
};

struct scripts {
    struct script *script;
    size_t n;
};

/* Reads a folder in byte order of the names. patches: names and headers must be those of patches, each after the
 * one before. ERR_NOTFOUND: no such folder; ERR_FORMAT, ERR_LIMIT; *why then has a sentence. Release in every case. */
int scripts_load(struct scripts *s, const char *folder, bool patches, char why[SCRIPTS_WHY])
    __attribute__((warn_unused_result));
void scripts_release(struct scripts *s);

#endif
