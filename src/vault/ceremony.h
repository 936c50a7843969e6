/* SPDX-License-Identifier: EUPL-1.2 */
/* The founding: once, before there is anything, by people in a room. Makes the root, the recovery pair, the first
 * organisations with their pairs and the first accounts with their one-use codes. Everything PostgreSQL must know goes
 * into one text that `jalon found` loads; the codes and the recovery key go into files of their own, for people to
 * carry away. */
#ifndef JALON_VAULT_CEREMONY_H
#define JALON_VAULT_CEREMONY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "vault/recovery.h"
#include "vault/root.h"

#define CEREMONY_ORGANISATIONS RECOVERY_ORGANISATIONS
#define CEREMONY_SECRETS RECOVERY_SECRETS
#define CEREMONY_ACCOUNTS 256

struct ceremony_options {
    bool demonstration;
    uint8_t shares_needed, shares;  /* the recovery key in so many shares, of which so many are needed */
    const struct recovery *known;   /* the root was lost: found again over what was recovered; else NULL */
};

/* Fills root (recovery key included), the founding text, the codes ("login code" a line) and the shares of the recovery
 * private key, a line each. manifest: lines "organisation KEY KIND NAME" and "account LOGIN ROLE ORGKEY NAME"; in a
 * recovery only accounts, the ORGKEY being the organisation's id, and a login that was there keeps its id. On
 * ERR_FORMAT *why names line and reason. */
int ceremony_found(struct root *root, const struct ceremony_options *o, const struct buf *manifest,
                   struct buf *founding, struct buf *codes, struct buf *shares, char why[128])
    __attribute__((warn_unused_result));

#endif
