/* SPDX-License-Identifier: EUPL-1.2 */
/* The founding: once, before there is anything, by people in a room. Makes the root, the recovery pair, the first
 * organisations with their pairs and the first accounts with their one-use codes. Everything PostgreSQL must know goes
 * into one text that `jalon found` loads; the codes and the recovery key go into files of their own, for people to
 * carry away. */
#ifndef JALON_VAULT_CEREMONY_H
#define JALON_VAULT_CEREMONY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "vault/root.h"

#define CEREMONY_ORGANISATIONS 64
#define CEREMONY_ACCOUNTS 256
#define CEREMONY_CODE_DAYS 14 /* how long a founding code opens */

/* Fills root (recovery key included), the founding text, the codes ("login code" a line) and the recovery private key
 * (hex and LF). manifest: lines "organisation KEY KIND NAME" and "account LOGIN ROLE ORGKEY NAME". On ERR_FORMAT *why
 * names line and reason. */
int ceremony_found(struct root *root, bool demonstration, const struct buf *manifest, struct buf *founding,
                   struct buf *codes, struct buf *recovery, char why[128]) __attribute__((warn_unused_result));

#endif
