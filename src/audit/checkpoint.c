/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Lays out and reads the signed head: C2SP tlog-checkpoint (origin, size, root) inside a C2SP signed note. The sealer
 * and the verifier ask; both get bytes and do the Ed25519 themselves. Reading is strict where our own log writes and
 * tolerant only where the formats demand it: signatures of unknown keys and extension lines.
 */
#include "audit/checkpoint.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "base/num.h"
#include "base/text.h"

#include "base/banned.h"

#define KEY_ID 4
#define KEY_TYPE 1 /* Ed25519, in both verifier key and key id */
#define SIGNATURE 64
#define DASH "\xe2\x80\x94 " /* em dash and space begin a signature line */
#define SIGNATURE_MOST 8192  /* a witness may sign post-quantum */

static void key_id(unsigned char out[KEY_ID], const char *origin, const unsigned char key[32])
{
    static const unsigned char between[2] = {'\n', KEY_TYPE};
    unsigned char h[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)origin, strlen(origin));
    crypto_hash_sha256_update(&state, between, sizeof between);
    crypto_hash_sha256_update(&state, key, 32);
    crypto_hash_sha256_final(&state, h);
    memcpy(out, h, KEY_ID);
}

static bool is_origin(const char *s, size_t n)
{
    if (n == 0 || n > CHECKPOINT_ORIGIN)
        return false;
    for (size_t i = 0; i < n; i++)
        if (s[i] <= ' ' || s[i] > '~' || s[i] == '+')
            return false;
    return true;
}

int checkpoint_body(const struct checkpoint *c, struct buf *out)
{
    char root[48];
    int rc;

    if (!is_origin(c->origin, strnlen(c->origin, sizeof c->origin)) || c->size > INT64_MAX)
        return ERR_FORMAT;
    rc = text_base64(root, sizeof root, c->root.b, sizeof c->root.b);
    if (rc != ERR_OK)
        return rc;
    buf_fmt(out, "%s\n%llu\n%s\n", c->origin, (unsigned long long)c->size, root);
    return buf_err(out);
}

int checkpoint_note(const struct checkpoint *c, const unsigned char key[32], const unsigned char signature[64],
                    struct buf *out)
{
    unsigned char whole[KEY_ID + SIGNATURE];
    char text[96];
    int rc = checkpoint_body(c, out);

    if (rc != ERR_OK)
        return rc;
    key_id(whole, c->origin, key);
    memcpy(whole + KEY_ID, signature, SIGNATURE);
    rc = text_base64(text, sizeof text, whole, sizeof whole);
    if (rc != ERR_OK)
        return rc;
    buf_fmt(out, "\n" DASH "%s %s\n", c->origin, text);
    return buf_err(out);
}

static int read_body(struct checkpoint *c, const char *p, const char *end)
{
    const char *line;
    int64_t size;
    size_t n, got;

    line = text_take_line(&p, end, &n);
    if (line == NULL || !is_origin(line, n))
        return ERR_FORMAT;
    memcpy(c->origin, line, n);
    c->origin[n] = 0;
    line = text_take_line(&p, end, &n);
    if (line == NULL || num_parse_i64(line, n, 0, INT64_MAX, &size) != ERR_OK)
        return ERR_FORMAT;
    c->size = (uint64_t)size;
    line = text_take_line(&p, end, &n);
    if (line == NULL || text_unbase64(c->root.b, sizeof c->root.b, &got, line, n) != ERR_OK || got != sizeof c->root.b)
        return ERR_FORMAT;
    while (p < end) {
        line = text_take_line(&p, end, &n);
        if (line == NULL || n == 0)
            return ERR_FORMAT;
    }
    return ERR_OK;
}

/* One signature line; *ours when it is of the key with this name and id. */
static int read_signature(const char *line, size_t n, const char *name, const unsigned char id[KEY_ID], bool *ours,
                          unsigned char signature[SIGNATURE])
{
    unsigned char whole[KEY_ID + SIGNATURE_MOST];
    size_t dash = strlen(DASH), name_n, got;
    const char *space;

    if (n < dash || memcmp(line, DASH, dash) != 0)
        return ERR_FORMAT;
    line += dash;
    n -= dash;
    space = memchr(line, ' ', n);
    name_n = space != NULL ? (size_t)(space - line) : 0;
    if (name_n == 0 || memchr(line, '+', name_n) != NULL)
        return ERR_FORMAT;
    if (text_unbase64(whole, sizeof whole, &got, space + 1, n - name_n - 1) != ERR_OK || got <= KEY_ID)
        return ERR_FORMAT;
    *ours = name_n == strlen(name) && memcmp(line, name, name_n) == 0 && memcmp(whole, id, KEY_ID) == 0;
    if (*ours && got != KEY_ID + SIGNATURE)
        return ERR_FORMAT;
    if (*ours)
        memcpy(signature, whole + KEY_ID, SIGNATURE);
    return ERR_OK;
}

static bool is_note_text(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < ' ' && s[i] != '\n')
            return false;
    return text_is_utf8(s, n);
}

int checkpoint_parse(struct checkpoint *c, const char *note, size_t n, const unsigned char key[32], size_t *body_n,
                     unsigned char signature[64])
{
    const char *end = note + n, *gap = NULL, *p, *line;
    unsigned char id[KEY_ID];
    bool found = false;
    size_t len;
    int rc;

    *c = (struct checkpoint){.size = 0};
    *body_n = 0;
    memset(signature, 0, SIGNATURE);
    if (!is_note_text(note, n))
        return ERR_FORMAT;
    /* The last empty line parts text and signatures. */
    for (size_t i = 1; i < n; i++)
        if (note[i] == '\n' && note[i - 1] == '\n')
            gap = note + i;
    if (gap == NULL || gap + 1 == end)
        return ERR_FORMAT;
    rc = read_body(c, note, gap);
    if (rc != ERR_OK)
        return rc;
    *body_n = (size_t)(gap - note);
    key_id(id, c->origin, key);
    for (p = gap + 1; p < end;) {
        bool ours;

        line = text_take_line(&p, end, &len);
        rc = line != NULL ? read_signature(line, len, c->origin, id, &ours, signature) : ERR_FORMAT;
        if (rc != ERR_OK || (ours && found))
            return ERR_FORMAT;
        found = found || ours;
    }
    return found ? ERR_OK : ERR_NOTFOUND;
}

int checkpoint_vkey(const char *origin, const unsigned char key[32], struct buf *out)
{
    unsigned char id[KEY_ID], typed[33] = {KEY_TYPE};
    char hex[2 * KEY_ID + 1], text[48];
    int rc;

    if (!is_origin(origin, strnlen(origin, CHECKPOINT_ORIGIN + 1)))
        return ERR_FORMAT;
    key_id(id, origin, key);
    text_hex(hex, id, sizeof id);
    memcpy(typed + 1, key, 32);
    rc = text_base64(text, sizeof text, typed, sizeof typed);
    if (rc != ERR_OK)
        return rc;
    buf_fmt(out, "%s+%s+%s", origin, hex, text);
    return buf_err(out);
}

int checkpoint_vkey_parse(const char *s, size_t n, char origin[CHECKPOINT_ORIGIN + 1], unsigned char key[32])
{
    const char *plus = n > 0 ? memchr(s, '+', n) : NULL;
    unsigned char id[KEY_ID], told[KEY_ID], typed[33];
    size_t name_n = plus != NULL ? (size_t)(plus - s) : 0, got;
    size_t rest = n - name_n;

    if (plus == NULL || !is_origin(s, name_n) || rest < 2 + 2 * KEY_ID || plus[1 + 2 * KEY_ID] != '+')
        return ERR_FORMAT;
    if (text_unhex(told, KEY_ID, plus + 1, 2 * KEY_ID) != ERR_OK)
        return ERR_FORMAT;
    if (text_unbase64(typed, sizeof typed, &got, plus + 2 + 2 * KEY_ID, rest - 2 - 2 * KEY_ID) != ERR_OK ||
        got != sizeof typed || typed[0] != KEY_TYPE)
        return ERR_FORMAT;
    memcpy(origin, s, name_n);
    origin[name_n] = 0;
    memcpy(key, typed + 1, 32);
    key_id(id, origin, key);
    return memcmp(id, told, KEY_ID) == 0 ? ERR_OK : ERR_FORMAT;
}
