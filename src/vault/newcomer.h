/* SPDX-License-Identifier: EUPL-1.2 */
/* A person who has no key yet: a new pair, and a sign-in record that opens with a one-use code, once, to choose
 * password and second factor. Serves the founding, new accounts and resets alike. */
#ifndef JALON_VAULT_NEWCOMER_H
#define JALON_VAULT_NEWCOMER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "vault/box.h"
#include "vault/root.h"

#define NEWCOMER_CODE 28     /* four groups of six base32 characters, three dashes, NUL */
#define NEWCOMER_CODE_DAYS 14

struct newcomer {
    struct box_certificate certificate; /* of the new pair; the private half is only in the record */
    char code[NEWCOMER_CODE];           /* 120 random bits; shown once, to whoever hands it over */
    int64_t code_end_us;
};

void newcomer_wipe(struct newcomer *n);
#define SCOPED_NEWCOMER __attribute__((cleanup(newcomer_wipe))) = {0}

/* Appends the VAULT_RECORD bytes to record. version: authentication version the record carries. Takes one Argon2id. */
int newcomer_make(struct newcomer *n, const struct root *root, const struct uuid *user, uint32_t generation,
                  uint32_t version, bool officer, struct buf *record) __attribute__((warn_unused_result));

#endif
