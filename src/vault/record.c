/* SPDX-License-Identifier: EUPL-1.2 */
/* Sign-in records: Argon2id (64 MiB, 3 passes) over a peppered password gives 64 bytes; one half, hashed, is the
 * verifier, the other, mixed with the vault's share of that user, wraps her private half. So the database alone cannot
 * even begin to guess, and the vault alone does not hold her key. At most HASHES run at a time, at low priority, so
 * that a storm of sign-ins neither eats the memory nor the pages of those who work. */
#include <liboath/oath.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "vault/record.h"

#include "base/err.h"
#include "base/rd.h"
#include "base/text.h"
#include "vault/cipher.h"

#include "base/banned.h"

#define OPS 3
#define MEMORY (64u << 20)
#define HASHES 2
#define OUT 64
#define PLAIN (VAULT_RECORD - CIPHER_OVERHEAD)
#define STEP 30

static pthread_mutex_t hash_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t hash_free = PTHREAD_COND_INITIALIZER;
static unsigned hashing;

void record_wipe(struct record *r)
{
    secret_wipe(r, sizeof *r);
}

static void context(struct buf *b)
{
    buf_init(b, 64);
    buf_str(b, "jalon sign-in record");
}

void record_format(const struct record *r, const struct root *root, struct buf *out)
{
    struct secret_key key SCOPED_KEY;
    struct buf plain SCOPED_BUF, aad SCOPED_BUF;
    root_derive(root, "sign-in record", NULL, 0, &key);
    context(&aad);
    buf_init_secret(&plain, PLAIN);
    buf_u8(&plain, (uint8_t)r->kind);
    buf_bytes(&plain, r->user.b, sizeof r->user.b);
    buf_u32(&plain, r->version);
    buf_i64(&plain, r->expires_us);
    buf_bytes(&plain, r->salt, sizeof r->salt);
    buf_bytes(&plain, r->verifier, sizeof r->verifier);
    buf_bytes(&plain, r->totp, sizeof r->totp);
    buf_bytes(&plain, r->wrapped, sizeof r->wrapped);
    size_t rest = PLAIN - plain.len;
    unsigned char *pad = buf_grow(&plain, rest);
    if (pad == NULL) {
        out->failed = true;
        return;
    }
    memset(pad, 0, rest);
    cipher_seal(&key, &aad, plain.data, plain.len, out);
}

int record_parse(struct record *r, const struct root *root, const void *p, size_t n)
{
    struct secret_key key SCOPED_KEY;
    struct buf plain SCOPED_BUF, aad SCOPED_BUF;
    struct rd in;
    if (n != VAULT_RECORD)
        return ERR_INTEGRITY;
    root_derive(root, "sign-in record", NULL, 0, &key);
    context(&aad);
    buf_init_secret(&plain, PLAIN);
    int err = cipher_open(&key, &aad, p, n, &plain);
    if (err != ERR_OK)
        return err;
    rd_init(&in, plain.data, plain.len);
    uint8_t kind = rd_u8(&in);
    rd_copy(&in, r->user.b, sizeof r->user.b);
    r->version = rd_u32(&in);
    r->expires_us = rd_i64(&in);
    rd_copy(&in, r->salt, sizeof r->salt);
    rd_copy(&in, r->verifier, sizeof r->verifier);
    rd_copy(&in, r->totp, sizeof r->totp);
    rd_copy(&in, r->wrapped, sizeof r->wrapped);
    (void)rd_bytes(&in, rd_left(&in));
    if (rd_end(&in) != ERR_OK || kind > RECORD_ACTIVE)
        return ERR_INTEGRITY;
    r->kind = (enum record_kind)kind;
    return ERR_OK;
}

void record_decoy(struct record *r)
{
    secret_random(r, sizeof *r);
    r->kind = RECORD_DECOY;
    r->expires_us = 0;
}

static int argon2(unsigned char out[OUT], const struct root *root, const unsigned char salt[16], const void *p,
                  size_t n)
{
    struct secret_key peppered SCOPED_KEY;
    root_derive(root, "pepper", p, n, &peppered);
    (void)pthread_mutex_lock(&hash_lock);
    while (hashing >= HASHES)
        (void)pthread_cond_wait(&hash_free, &hash_lock);
    hashing++;
    (void)pthread_mutex_unlock(&hash_lock);
    int rc = crypto_pwhash(out, OUT, (const char *)peppered.b, sizeof peppered.b, salt, OPS, MEMORY,
                           crypto_pwhash_ALG_ARGON2ID13);
    (void)pthread_mutex_lock(&hash_lock);
    hashing--;
    (void)pthread_cond_signal(&hash_free);
    (void)pthread_mutex_unlock(&hash_lock);
    return rc == 0 ? ERR_OK : ERR_NOMEM;
}

/* The key that wraps the private half: second half of the hash, under the vault's share of that user and version. */
static void wrapping_key(const struct root *root, const struct record *r, const unsigned char *half,
                         struct secret_key *out)
{
    struct secret_key share SCOPED_KEY;
    root_derive(root, "user share", r->user.b, sizeof r->user.b, &share);
    secret_derive(out->b, share.b, "wrap private half", half, OUT / 2);
}

static void wrapping_context(struct buf *b, const struct record *r)
{
    buf_init(b, 64);
    buf_str(b, "jalon private half");
    buf_u8(b, (uint8_t)r->kind);
    buf_bytes(b, r->user.b, sizeof r->user.b);
    buf_u32(b, r->version);
}

int record_make(struct record *r, const struct root *root, enum record_kind kind, const struct uuid *user,
                uint32_t version, const void *password, size_t n, const unsigned char private_key[SECRET_KEY],
                const unsigned char totp[RECORD_TOTP])
{
    struct secret_key wrapping SCOPED_KEY;
    struct buf aad SCOPED_BUF, wrapped SCOPED_BUF;
    unsigned char hash[OUT];
    r->kind = kind;
    r->user = *user;
    r->version = version;
    secret_random(r->salt, sizeof r->salt);
    memcpy(r->totp, totp, sizeof r->totp);
    int err = argon2(hash, root, r->salt, password, n);
    if (err != ERR_OK)
        return err;
    secret_hash(r->verifier, sizeof r->verifier, NULL, 0, hash, OUT / 2);
    wrapping_key(root, r, hash + OUT / 2, &wrapping);
    secret_wipe(hash, sizeof hash);
    wrapping_context(&aad, r);
    buf_init_secret(&wrapped, sizeof r->wrapped);
    cipher_seal(&wrapping, &aad, private_key, SECRET_KEY, &wrapped);
    err = buf_err(&wrapped);
    if (err == ERR_OK)
        memcpy(r->wrapped, wrapped.data, sizeof r->wrapped);
    return err;
}

int record_check(const struct record *r, const struct root *root, const void *password, size_t n,
                 struct secret_key *private_key)
{
    struct secret_key wrapping SCOPED_KEY;
    struct buf aad SCOPED_BUF, plain SCOPED_BUF;
    unsigned char hash[OUT], verifier[32];
    int err = argon2(hash, root, r->salt, password, n);
    if (err != ERR_OK)
        return err;
    secret_hash(verifier, sizeof verifier, NULL, 0, hash, OUT / 2);
    bool right = secret_equal(verifier, r->verifier, sizeof verifier);
    wrapping_key(root, r, hash + OUT / 2, &wrapping);
    secret_wipe(hash, sizeof hash);
    wrapping_context(&aad, r);
    buf_init_secret(&plain, SECRET_KEY);
    err = cipher_open(&wrapping, &aad, r->wrapped, sizeof r->wrapped, &plain);
    if (!right || err != ERR_OK)
        return ERR_DENIED;
    memcpy(private_key->b, plain.data, SECRET_KEY);
    return ERR_OK;
}

int64_t record_totp_step(const unsigned char totp[RECORD_TOTP], const void *otp, size_t n, int64_t now_us)
{
    int64_t found = -1;
    int64_t now = now_us / 1000000;
    for (int64_t drift = -1; drift <= 1; drift++) {
        char want[7] = {0};
        if (oath_totp_generate((const char *)totp, RECORD_TOTP, (time_t)(now + drift * STEP), STEP, 0, 6, want) !=
            OATH_OK)
            continue;
        if (n == 6 && secret_equal(want, otp, 6))
            found = now / STEP + drift;
        secret_wipe(want, sizeof want);
    }
    return found;
}

static bool contains(const unsigned char *p, size_t n, const unsigned char *word, size_t word_n)
{
    for (size_t i = 0; word_n > 0 && i + word_n <= n; i++) {
        size_t j = 0;
        while (j < word_n && (p[i + j] | 0x20) == (word[j] | 0x20))
            j++;
        if (j == word_n)
            return true;
    }
    return false;
}

bool record_password_fit(const void *password, size_t n, const void *login, size_t login_n)
{
    const unsigned char *p = password;
    bool seen[256] = {false};
    size_t different = 0;
    if (n < 12 || n > 256 || !text_is_utf8(p, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        different += !seen[p[i]];
        seen[p[i]] = true;
    }
    return different >= 6 && !contains(p, n, login, login_n) && !contains(p, n, (const unsigned char *)"jalon", 5);
}
