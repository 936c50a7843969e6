/* SPDX-License-Identifier: EUPL-1.2 */
/* The root file: "JRT1", one byte of flags, the four keys, and a BLAKE2b sum that tells a damaged file from a good one.
 * It is not encrypted here: the platform's own sealing (a TPM, systemd credentials) wraps the file, see keys/. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "vault/root.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/fdio.h"

#include "base/banned.h"

#define ROOT_MAGIC "JRT1"
#define ROOT_BYTES (4 + 1 + 4 * SECRET_KEY)
#define ROOT_SUM 32

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
}

int root_save(const struct root *r, const char *path)
{
    struct buf b SCOPED_BUF;
    unsigned char sum[ROOT_SUM];
    if (access(path, F_OK) == 0)
        return ERR_CONFLICT;
    buf_init_secret(&b, ROOT_BYTES + ROOT_SUM);
    buf_str(&b, ROOT_MAGIC);
    buf_u8(&b, r->demonstration ? 1 : 0);
    buf_bytes(&b, r->key, sizeof r->key);
    buf_bytes(&b, r->grant_mac, sizeof r->grant_mac);
    buf_bytes(&b, r->ticket_mac, sizeof r->ticket_mac);
    buf_bytes(&b, r->recovery_public, sizeof r->recovery_public);
    if (buf_err(&b) != ERR_OK)
        return buf_err(&b);
    secret_hash(sum, sizeof sum, NULL, 0, b.data, b.len);
    buf_bytes(&b, sum, sizeof sum);
    if (buf_err(&b) != ERR_OK)
        return buf_err(&b);
    return fdio_save(path, b.data, b.len, 0600);
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
    if (b.len != ROOT_BYTES + ROOT_SUM || memcmp(b.data, ROOT_MAGIC, 4) != 0)
        return ERR_FORMAT;
    secret_hash(sum, sizeof sum, NULL, 0, b.data, ROOT_BYTES);
    rd_init(&in, b.data + 4, b.len - 4);
    uint8_t flags = rd_u8(&in);
    rd_copy(&in, r->key, sizeof r->key);
    rd_copy(&in, r->grant_mac, sizeof r->grant_mac);
    rd_copy(&in, r->ticket_mac, sizeof r->ticket_mac);
    rd_copy(&in, r->recovery_public, sizeof r->recovery_public);
    rd_copy(&in, stored, sizeof stored);
    if (rd_end(&in) != ERR_OK || flags > 1 || !secret_equal(sum, stored, sizeof sum))
        return ERR_FORMAT;
    r->demonstration = flags == 1;
    return ERR_OK;
}

void root_derive(const struct root *r, const char *label, const void *p, size_t n, struct secret_key *out)
{
    secret_derive(out->b, r->key, label, p, n);
}
