/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The only code that ever holds the log key. main reads it before the account is dropped, head.c has it sign
 * checkpoints, and nothing else is ever signed: no verb leads here.
 */
#include "sealer/key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/fdio.h"
#include "base/secret.h"

#include "base/banned.h"

#define MAGIC "JALONSK1"
#define MAGIC_N 8
#define FILE_N (MAGIC_N + crypto_sign_SEEDBYTES)

struct key {
    unsigned char file[FILE_N];
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    unsigned char public[crypto_sign_PUBLICKEYBYTES];
};

static struct key *derive(struct key *k)
{
    (void)crypto_sign_seed_keypair(k->public, k->secret, k->file + MAGIC_N);
    secret_wipe(k->file, sizeof k->file);
    return k;
}

static int store(const struct key *k, const char *path, uid_t owner)
{
    int fd SCOPED_FD;
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == EEXIST ? ERR_CONFLICT : ERR_IO;
    int err = fdio_write(fd, k->file, sizeof k->file, 0);
    if (!err && geteuid() == 0 && owner != (uid_t)-1 && fchown(fd, owner, owner) != 0)
        err = ERR_IO;
    if (!err && fsync(fd) != 0)
        err = ERR_IO;
    if (err)
        (void)unlink(path);
    return err;
}

int key_create(struct key **out, const char *path, uid_t owner)
{
    struct key *k = secret_alloc(sizeof *k);
    if (!k)
        return ERR_NOMEM;
    memcpy(k->file, MAGIC, MAGIC_N);
    secret_random(k->file + MAGIC_N, crypto_sign_SEEDBYTES);
    int err = store(k, path, owner);
    if (err) {
        secret_free(k);
        return err;
    }
    *out = derive(k);
    return ERR_OK;
}

static int load(struct key *k, const char *path)
{
    unsigned char more;
    struct stat st;
    int fd SCOPED_FD;
    fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? ERR_NOTFOUND : ERR_IO;
    if (fstat(fd, &st) != 0)
        return ERR_IO;
    if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0)
        return ERR_DENIED;
    int err = fdio_read(fd, k->file, sizeof k->file, 0);
    if (err)
        return err == ERR_CLOSED ? ERR_FORMAT : err;
    if (memcmp(k->file, MAGIC, MAGIC_N) != 0 || read(fd, &more, 1) != 0)
        return ERR_FORMAT;
    return ERR_OK;
}

int key_load(struct key **out, const char *path)
{
    struct key *k = secret_alloc(sizeof *k);
    if (!k)
        return ERR_NOMEM;
    int err = load(k, path);
    if (err) {
        secret_free(k);
        return err;
    }
    *out = derive(k);
    return ERR_OK;
}

void key_free(struct key *k)
{
    secret_free(k);
}

const unsigned char *key_public(const struct key *k)
{
    return k->public;
}

void key_sign(const struct key *k, const void *p, size_t n, unsigned char signature[64])
{
    (void)crypto_sign_detached(signature, NULL, p, n, k->secret);
}

int key_check(const struct key *k, const void *p, size_t n, const unsigned char signature[64])
{
    return crypto_sign_verify_detached(signature, p, n, k->public) == 0 ? ERR_OK : ERR_INTEGRITY;
}
