/* SPDX-License-Identifier: EUPL-1.2 */
/* Grants: the only bytes by which a session, a new sign-in record or a break-glass can come to be in PostgreSQL. */
#include <sodium.h>

#include "vault/grant.h"

#include "base/banned.h"

#define MAC crypto_auth_hmacsha256_BYTES

void grant_format(const struct grant *g, const struct root *root, struct buf *out)
{
    size_t start = out->len;
    buf_str(out, "JGR1");
    buf_u16(out, root->mac_id);
    buf_u8(out, (uint8_t)g->kind);
    buf_bytes(out, g->user.b, sizeof g->user.b);
    buf_u32(out, g->version);
    buf_bytes(out, g->session, sizeof g->session);
    buf_i64(out, g->totp_step);
    buf_i64(out, g->issued_us);
    buf_bytes(out, g->record, sizeof g->record);
    unsigned char *mac = buf_grow(out, MAC);
    if (mac != NULL)
        crypto_auth_hmacsha256(mac, out->data + start, out->len - start - MAC, root->grant_mac);
}
