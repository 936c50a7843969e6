/* SPDX-License-Identifier: EUPL-1.2 */
/* The list of a founding, read strictly: who exists on the first day. */
#ifndef JALON_VAULT_MANIFEST_H
#define JALON_VAULT_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"

struct recovery;

#define MANIFEST_WORD 65
#define MANIFEST_NAME 201

struct manifest_organisation {
    char key[MANIFEST_WORD];
    uint8_t kind; /* enum owner_kind: unit, host, audit or service */
    char name[MANIFEST_NAME];
    struct uuid id;
    uint32_t generation; /* of its pair */
};

struct manifest_account {
    char login[MANIFEST_WORD];
    char role[MANIFEST_WORD];
    size_t organisation; /* index */
    char name[MANIFEST_NAME];
};

struct manifest {
    struct manifest_organisation *organisation; /* room for the maxima given to manifest_parse */
    struct manifest_account *account;
    size_t organisations, accounts;
};

/* Every organisation gets a new id. In a recovery (known not NULL) the organisations are those that were recovered,
 * with their ids as keys, and lines may not add any. ERR_FORMAT with *why, ERR_LIMIT, ERR_NOMEM. Free with
 * manifest_release. */
int manifest_parse(struct manifest *m, const char *text, size_t n, size_t most_organisations, size_t most_accounts,
                   const struct recovery *known, char why[128]) __attribute__((warn_unused_result));
void manifest_release(struct manifest *m);
/* "unit" for OWNER_UNIT and so on. */
const char *manifest_kind_name(uint8_t kind);

#endif
