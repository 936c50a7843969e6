/* SPDX-License-Identifier: EUPL-1.2 */
/* What the vault tells PostgreSQL about a person it has checked, MAC'd so that the web process can carry but not write
 * it. The layout is in wire/vault_msg.h. */
#ifndef JALON_VAULT_GRANT_H
#define JALON_VAULT_GRANT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "vault/root.h"

enum grant_kind { GRANT_SESSION = 1, GRANT_ENROL = 2, GRANT_GLASS = 3 };

struct grant {
    enum grant_kind kind;
    struct uuid user;
    uint32_t version;            /* authentication version that was checked */
    unsigned char session[32];   /* GRANT_SESSION: the one to open; GRANT_GLASS: the one that asks */
    int64_t totp_step;
    int64_t issued_us;
    unsigned char record[32];    /* SHA-256 of the record: checked, new, or after the case */
};

void grant_format(const struct grant *g, const struct root *root, struct buf *out);

#endif
