/* SPDX-License-Identifier: EUPL-1.2 */
/* The root file: "JRT2", one byte of flags, the four keys, the id of the MAC keys, and a BLAKE2b sum that tells a
 * damaged file from a good one. "JRT1" had no id: its MAC keys are the first.
 * It is not encrypted here: the platform's own sealing (a TPM, systemd credentials) wraps the file, see keys/. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "vault/root.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/rd.h"
#include "base/text.h"

#include "base/banned.h"

#define ROOT_MAGIC "JRT2"
#define ROOT_BYTES (4 + 1 + 4 * SECRET_KEY + 2)
#define ROOT_FIRST "JRT1"
#define ROOT_FIRST_BYTES (4 + 1 + 4 * SECRET_KEY)
#define ROOT_SUM 32
#define DEMONSTRATION 1
#define CHANGING 2
#define NEXT_GRANT "grant mac"
#define NEXT_TICKET "ticket mac"

struct root *root_alloc(void)
{
    struct root *r = secret_alloc(sizeof *r);
    if (r != NULL)
        memset(r, 0, sizeof *r);
    return r;
}

void root_free(struct root *r)
{
    secret_free(r);
}

void root_random(struct root *r, bool demonstration)
{
    secret_random(r->key, sizeof r->key);
    secret_random(r->grant_mac, sizeof r->grant_mac);
    secret_random(r->ticket_mac, sizeof r->ticket_mac);
    memset(r->recovery_public, 0, sizeof r->recovery_public);
    r->demonstration = demonstration;
    r->mac_id = ROOT_MAC_ID;
    r->changing = false;
}

static int save(const struct root *r, const char *path)
{
    struct buf b SCOPED_BUF;
    unsigned char sum[ROOT_SUM];
    buf_init_secret(&b, ROOT_BYTES + ROOT_SUM);
    buf_str(&b, ROOT_MAGIC);
    buf_u8(&b, (uint8_t)((r->demonstration ? DEMONSTRATION : 0) | (r->changing ? CHANGING : 0)));
    buf_bytes(&b, r->key, sizeof r->key);
    buf_bytes(&b, r->grant_mac, sizeof r->grant_mac);
    buf_bytes(&b, r->ticket_mac, sizeof r->ticket_mac);
    buf_bytes(&b, r->recovery_public, sizeof r->recovery_public);
    buf_u16(&b, r->mac_id);
    if (buf_err(&b) != ERR_OK)
        return buf_err(&b);
    secret_hash(sum, sizeof sum, NULL, 0, b.data, b.len);
    buf_bytes(&b, sum, sizeof sum);
    if (buf_err(&b) != ERR_OK)
        return buf_err(&b);
    return fdio_save(path, b.data, b.len, 0600);
}

int root_save(const struct root *r, const char *path)
{
    return access(path, F_OK) == 0 ? ERR_CONFLICT : save(r, path);
}

int root_replace(const struct root *r, const char *path)
{
    return access(path, F_OK) == 0 ? save(r, path) : ERR_NOTFOUND;
}

/* One of the next two keys. */
static void next_key(const struct root *r, const char *label, unsigned char out[SECRET_KEY])
{
    const uint16_t id = (uint16_t)(r->mac_id + 1);
    const unsigned char bytes[2] = {(unsigned char)(id >> 8), (unsigned char)id};
    struct secret_key k SCOPED_KEY;
    root_derive(r, label, bytes, sizeof bytes, &k);
    memcpy(out, k.b, SECRET_KEY);
}

int root_mac_begin(struct root *r)
{
    if (r->mac_id == ROOT_MAC_LAST)
        return ERR_LIMIT;
    r->changing = true;
    next_key(r, NEXT_TICKET, r->next_ticket_mac);
    return ERR_OK;
}

void root_mac_end(struct root *r)
{
    if (!r->changing)
        return;
    next_key(r, NEXT_GRANT, r->grant_mac);
    memcpy(r->ticket_mac, r->next_ticket_mac, SECRET_KEY);
    secret_wipe(r->next_ticket_mac, SECRET_KEY);
    r->mac_id++;
    r->changing = false;
}

static void put_line(struct buf *out, const char *purpose, uint16_t id, const unsigned char key[SECRET_KEY])
{
    char hex[2 * SECRET_KEY + 1];
    text_hex(hex, key, SECRET_KEY);
    buf_fmt(out, "mac %s %u %s\n", purpose, (unsigned)id, hex);
    secret_wipe(hex, sizeof hex);
}

void root_mac_lines(const struct root *r, struct buf *out)
{
    struct secret_key grant SCOPED_KEY;
    const uint16_t id = (uint16_t)(r->mac_id + (r->changing ? 1 : 0));
    memcpy(grant.b, r->grant_mac, SECRET_KEY);
    if (r->changing)
        next_key(r, NEXT_GRANT, grant.b);
    put_line(out, "grant", id, grant.b);
    put_line(out, "ticket", id, r->changing ? r->next_ticket_mac : r->ticket_mac);
}

const unsigned char *root_ticket_mac(const struct root *r, uint16_t id)
{
    if (id == r->mac_id)
        return r->ticket_mac;
    return r->changing && id == r->mac_id + 1 ? r->next_ticket_mac : NULL;
}

int root_load(struct root *r, const char *path)
{
    struct buf b SCOPED_BUF;
    unsigned char sum[ROOT_SUM], stored[ROOT_SUM];
    struct rd in;
    buf_init_secret(&b, ROOT_BYTES + ROOT_SUM);
    int err = fdio_load(path, &b);
    if (err == ERR_LIMIT)
        return ERR_FORMAT;
    if (err != ERR_OK)
        return err;
    const bool first = b.len == ROOT_FIRST_BYTES + ROOT_SUM && memcmp(b.data, ROOT_FIRST, 4) == 0;
    if (!first && (b.len != ROOT_BYTES + ROOT_SUM || memcmp(b.data, ROOT_MAGIC, 4) != 0))
        return ERR_FORMAT;
    secret_hash(sum, sizeof sum, NULL, 0, b.data, b.len - ROOT_SUM);
    rd_init(&in, b.data + 4, b.len - 4);
    uint8_t flags = rd_u8(&in);
    rd_copy(&in, r->key, sizeof r->key);
    rd_copy(&in, r->grant_mac, sizeof r->grant_mac);
    rd_copy(&in, r->ticket_mac, sizeof r->ticket_mac);
    rd_copy(&in, r->recovery_public, sizeof r->recovery_public);
    r->mac_id = first ? ROOT_MAC_ID : rd_u16(&in);
    rd_copy(&in, stored, sizeof stored);
    if (rd_end(&in) != ERR_OK || flags > (first ? DEMONSTRATION : DEMONSTRATION | CHANGING) || r->mac_id == 0 ||
        !secret_equal(sum, stored, sizeof sum))
        return ERR_FORMAT;
    r->demonstration = (flags & DEMONSTRATION) != 0;
    r->changing = false;
    return (flags & CHANGING) != 0 ? root_mac_begin(r) : ERR_OK;
}

void root_derive(const struct root *r, const char *label, const void *p, size_t n, struct secret_key *out)
{
    secret_derive(out->b, r->key, label, p, n);
}
