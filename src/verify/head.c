/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Reads the verifier key that the user brings and checks signed heads against it. The key comes from the user and
 * never from the log's folder: a log that says by which key it is to be judged proves nothing.
 */
#include "verify/head.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"

#include "base/banned.h"

#define NOTE_BYTES 262144

static int load(const char *path, struct buf *out, char why[HEAD_WHY])
{
    int rc;

    buf_init(out, NOTE_BYTES);
    rc = file_load(path, out);
    if (rc != ERR_OK)
        (void)snprintf(why, HEAD_WHY, "%s: %s", path,
                       rc == ERR_NOTFOUND ? "no such file"
                       : rc == ERR_LIMIT  ? "too long for what it should be"
                                          : "cannot be read");
    return rc;
}

int head_key_load(struct head_key *k, const char *path, char why[HEAD_WHY])
{
    struct buf b SCOPED_BUF;
    int rc = load(path, &b, why);
    size_t n;

    if (rc != ERR_OK)
        return rc;
    n = b.len > 0 && b.data[b.len - 1] == '\n' ? b.len - 1 : b.len;
    rc = checkpoint_vkey_parse((const char *)b.data, n, k->origin, k->key);
    if (rc != ERR_OK)
        (void)snprintf(why, HEAD_WHY, "%s: not a verifier key (name+id+key) of an Ed25519 log", path);
    return rc;
}

int head_check(struct checkpoint *c, const struct head_key *k, const char *note, size_t n, const char *name,
               char why[HEAD_WHY])
{
    unsigned char signature[crypto_sign_BYTES];
    size_t body_n;
    int rc = checkpoint_parse(c, note, n, k->key, &body_n, signature);

    if (rc == ERR_FORMAT) {
        (void)snprintf(why, HEAD_WHY, "%s: not a signed checkpoint", name);
        return ERR_INTEGRITY;
    }
    if (strcmp(c->origin, k->origin) != 0) {
        (void)snprintf(why, HEAD_WHY, "%s: is of the log \"%s\", the key is of \"%s\"", name, c->origin, k->origin);
        return ERR_INTEGRITY;
    }
    if (rc != ERR_OK) {
        (void)snprintf(why, HEAD_WHY, "%s: not signed by this key", name);
        return ERR_INTEGRITY;
    }
    if (crypto_sign_verify_detached(signature, (const unsigned char *)note, body_n, k->key) != 0) {
        (void)snprintf(why, HEAD_WHY, "%s: the signature of this key is wrong", name);
        return ERR_INTEGRITY;
    }
    return ERR_OK;
}

int head_load(struct checkpoint *c, const struct head_key *k, const char *path, char why[HEAD_WHY])
{
    struct buf b SCOPED_BUF;
    int rc = load(path, &b, why);

    /* No checkpoint is that long: it is there and it is none. */
    if (rc == ERR_LIMIT)
        return ERR_INTEGRITY;
    if (rc != ERR_OK)
        return rc;
    return head_check(c, k, (const char *)b.data, b.len, path, why);
}
