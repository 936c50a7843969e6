/* SPDX-License-Identifier: EUPL-1.2 */
/* A person's sign-in record from now on: after her first activation and after a change of password. */
#ifndef JALON_VAULT_RENEWAL_H
#define JALON_VAULT_RENEWAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "vault/record.h"
#include "vault/root.h"

/* Appends lv16 grant (kind enrol, for the version that was checked) | lv16 record with the next version. Takes one
 * Argon2id. ERR_NOMEM. */
int renewal_put(const struct root *root, const struct record *old, const void *password, size_t n,
                const struct secret_key *private_key, const unsigned char totp[RECORD_TOTP], int64_t step,
                struct buf *out) __attribute__((warn_unused_result));

#endif
