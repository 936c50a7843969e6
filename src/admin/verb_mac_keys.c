/* SPDX-License-Identifier: EUPL-1.2 */
/* mac-keys: PostgreSQL's half of a change of the MAC keys (keys/README.md). Each step asks the vault first whether the
 * one before it was taken: keys that the vault does not know would stop every opening, and dropping keys that it still
 * uses every sign-in. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "admin/verbs.h"
#include "admin/words.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/file.h"
#include "base/log.h"
#include "base/secret.h"
#include "wire/vault_msg.h"

#include "base/banned.h"

#define FILE_BYTES 1024
#define PATIENCE_MS 5000
#define KEYS 2

struct mac_keys {
    struct {
        char purpose[8];
        int id;
        unsigned char key[SECRET_KEY];
    } key[KEYS];
};

/* Exactly "mac PURPOSE ID HEX" twice, of one id, and "end". */
static bool read_lines(struct mac_keys *m, const struct buf *text)
{
    const char *p = (const char *)text->data, *end = p + text->len;

    for (int i = 0; i < KEYS; i++) {
        const char *eol = p == end ? NULL : memchr(p, '\n', (size_t)(end - p));
        struct words w = {.p = p, .end = eol};
        size_t n;

        if (eol == NULL)
            return false;
        const char *kind = words_next(&w, &n);
        if (n != 3 || memcmp(kind, "mac", 3) != 0)
            return false;
        words_plain(&w, m->key[i].purpose, sizeof m->key[i].purpose);
        m->key[i].id = words_number(&w, 1, UINT16_MAX);
        words_bytes(&w, m->key[i].key, SECRET_KEY, SECRET_KEY);
        if (!words_whole(&w) || m->key[i].id != m->key[0].id)
            return false;
        p = eol + 1;
    }
    return end - p == 4 && memcmp(p, "end\n", 4) == 0 && strcmp(m->key[0].purpose, m->key[1].purpose) != 0;
}

static bool ask_vault(const struct conf *c, struct vault_pong *pong)
{
    int64_t deadline = clock_mono_ms() + PATIENCE_MS;
    int fd SCOPED_FD;

    fd = fdio_connect(verbs_need(c, "vault"), deadline);
    int rc = fd < 0 ? fd : vault_ping(fd, pong, deadline);
    if (rc != ERR_OK)
        log_error("mac-keys: the vault does not answer: %s", err_name(rc));
    return rc == ERR_OK;
}

static int load(struct conn *db, const struct mac_keys *m)
{
    int rc = found_begin(db);

    for (int i = 0; rc == ERR_OK && i < KEYS; i++)
        rc = found_next_mac_key(db, m->key[i].purpose, m->key[i].id,
                                (struct found_bytes){m->key[i].key, sizeof m->key[i].key});
    return rc == ERR_OK ? found_commit_mac_keys(db) : rc;
}

static int explain(struct conn *db, int rc)
{
    if (rc == ERR_OK)
        return EX_OK;
    log_error("mac-keys: nothing was changed: %s", rc == ERR_DENIED ? conn_message(db) : err_name(rc));
    if (rc != ERR_DENIED)
        return EX_UNAVAILABLE;
    return found_too_early(db) ? EX_TEMPFAIL : EX_DATAERR;
}

static int next(const struct conf *c, const struct mac_keys *m)
{
    struct vault_pong pong;

    if (!ask_vault(c, &pong))
        return EX_UNAVAILABLE;
    if (m->key[0].id > pong.mac_id + (pong.changing ? 1 : 0)) {
        log_error("mac-keys: the vault that runs does not take tickets of id %d yet: start it again", m->key[0].id);
        return EX_TEMPFAIL;
    }
    struct conn *db = verbs_connect(c, "database");
    int code = explain(db, load(db, m));
    conn_free(db);
    if (code == EX_OK)
        printf("mac-keys: tickets are made with id %d from now on\n", m->key[0].id);
    return code;
}

int verbs_mac_keys(const struct conf *c, const char *file)
{
    struct buf text SCOPED_BUF;
    struct mac_keys m;
    int code = EX_DATAERR;

    buf_init_secret(&text, FILE_BYTES);
    int rc = file_load(file, &text);
    if (rc != ERR_OK) {
        log_error("mac-keys: %s: %s", file, err_name(rc));
        return EX_NOINPUT;
    }
    if (read_lines(&m, &text))
        code = next(c, &m);
    else
        log_error("mac-keys: %s: not what jalon-vault mac-keys print writes", file);
    secret_wipe(&m, sizeof m);
    return code;
}

int verbs_mac_keys_drop(const struct conf *c)
{
    struct vault_pong pong;

    if (!ask_vault(c, &pong))
        return EX_UNAVAILABLE;
    if (pong.changing) {
        log_error("mac-keys: the vault that runs still makes grants with the old key: end there, and start it again");
        return EX_TEMPFAIL;
    }
    struct conn *db = verbs_connect(c, "database");
    int code = explain(db, found_drop_mac_keys(db, pong.mac_id));
    conn_free(db);
    if (code == EX_OK)
        printf("mac-keys: id %d is the only one\n", pong.mac_id);
    return code;
}
