/* SPDX-License-Identifier: EUPL-1.2 */
/* found: the founding file of jalon-vault goes into PostgreSQL, all of it or nothing. The file is read twice by the
 * same code: first without a connection, so that a damaged file is refused before anything is begun. It holds the
 * MAC keys: everything that was read is wiped. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "admin/verbs.h"
#include "admin/words.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/log.h"
#include "base/secret.h"
#include "store/found.h"
#include "wire/vault_msg.h"

#include "base/banned.h"

#define FILE_BYTES (4u << 20)
#define BODY_MAX 1024

/* Room for what one line holds, wiped after each. */
struct line {
    unsigned char a[BODY_MAX], b[SECRET_KEY];
    char role[32], login[VAULT_LOGIN + 1], name[WORDS_NAME + 1];
};

/* Each reads one kind of line and, where there is a connection, loads it. ERR_FORMAT: not such a line. */
static int load_mac(struct conn *db, struct words *w, struct line *l)
{
    words_plain(w, l->role, sizeof l->role);
    int key_id = words_number(w, 1, UINT16_MAX);
    struct found_bytes key = words_bytes(w, l->a, SECRET_KEY, SECRET_KEY);
    if (!words_whole(w))
        return ERR_FORMAT;
    return db == NULL ? ERR_OK : found_mac_key(db, l->role, key_id, key);
}

static int load_demonstration(struct conn *db, struct words *w, struct line *l)
{
    (void)l;
    if (!words_whole(w))
        return ERR_FORMAT;
    return db == NULL ? ERR_OK : found_demonstration(db);
}

static int load_decoy(struct conn *db, struct words *w, struct line *l)
{
    struct found_bytes record = words_bytes(w, l->a, VAULT_RECORD, VAULT_RECORD);

    if (!words_whole(w))
        return ERR_FORMAT;
    return db == NULL ? ERR_OK : found_decoy(db, record);
}

static int load_organisation(struct conn *db, struct words *w, struct line *l)
{
    struct uuid org;

    words_id(w, &org);
    words_plain(w, l->role, sizeof l->role);
    words_name(w, l->name);
    if (!words_whole(w))
        return ERR_FORMAT;
    return db == NULL ? ERR_OK : found_organisation(db, &org, l->role, l->name);
}

static int load_account(struct conn *db, struct words *w, struct line *l)
{
    struct found_account a = {.login = l->login, .name = l->name, .role = l->role};

    words_id(w, &a.id);
    words_plain(w, l->role, sizeof l->role);
    words_id(w, &a.org);
    words_plain(w, l->login, sizeof l->login);
    a.record = words_bytes(w, l->a, VAULT_RECORD, VAULT_RECORD);
    a.public_key = words_bytes(w, l->b, SECRET_KEY, SECRET_KEY);
    words_name(w, l->name);
    if (!words_whole(w))
        return ERR_FORMAT;
    return db == NULL ? ERR_OK : found_account(db, &a);
}

static int load_certificate(struct conn *db, struct words *w, struct line *l)
{
    struct found_certificate f;

    f.kind = words_number(w, 1, UINT8_MAX);
    words_id(w, &f.owner);
    f.generation = words_number(w, 1, INT32_MAX);
    f.officer = words_number(w, 0, 1) == 1;
    f.public_key = words_bytes(w, l->a, SECRET_KEY, SECRET_KEY);
    f.mac = words_bytes(w, l->b, SECRET_KEY, SECRET_KEY);
    if (!words_whole(w))
        return ERR_FORMAT;
    return db == NULL ? ERR_OK : found_certificate(db, &f);
}

static int load_box(struct conn *db, struct words *w, struct line *l)
{
    struct found_box b;

    b.kind = words_number(w, 1, UINT8_MAX);
    b.recipient_kind = words_number(w, 1, UINT8_MAX);
    words_id(w, &b.recipient);
    b.recipient_generation = words_number(w, 1, INT32_MAX);
    b.subject_kind = words_number(w, 1, UINT8_MAX);
    words_id(w, &b.subject);
    b.subject_generation = words_number(w, 1, INT32_MAX);
    b.body = words_bytes(w, l->a, 1, BODY_MAX);
    if (!words_whole(w))
        return ERR_FORMAT;
    return db == NULL ? ERR_OK : found_box(db, &b);
}

static int load_line(struct conn *db, const char *p, const char *end)
{
    static const struct {
        const char *word;
        int (*load)(struct conn *, struct words *, struct line *);
    } kinds[] = {{"demonstration", load_demonstration}, {"mac", load_mac},
                 {"decoy", load_decoy},                 {"organisation", load_organisation},
                 {"account", load_account},             {"certificate", load_certificate},
                 {"box", load_box}};
    struct words w = {.p = p, .end = end};
    struct line l;
    int rc = ERR_FORMAT;
    size_t n;
    const char *kind = words_next(&w, &n);

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strlen(kinds[i].word) == n && memcmp(kinds[i].word, kind, n) == 0)
            rc = kinds[i].load(db, &w, &l);
    secret_wipe(&l, sizeof l);
    return rc;
}

/* All lines; the last one is "end". db NULL: only looks. *line is where it stopped. */
static int load_file(struct conn *db, const struct buf *text, unsigned *line)
{
    const char *p = (const char *)text->data, *end = p + text->len;

    for (*line = 1; p < end; (*line)++) {
        const char *eol = memchr(p, '\n', (size_t)(end - p));

        if (eol == NULL)
            return ERR_FORMAT;
        if (eol - p == 3 && memcmp(p, "end", 3) == 0)
            return eol + 1 == end ? ERR_OK : ERR_FORMAT;
        int rc = load_line(db, p, eol);
        if (rc != ERR_OK)
            return rc;
        p = eol + 1;
    }
    return ERR_FORMAT;
}

static int load(struct conn *db, const char *file, const struct buf *text, bool again)
{
    unsigned line = 0;
    int rc = again ? found_begin_again(db) : found_begin(db);

    if (rc == ERR_OK)
        rc = load_file(db, text, &line);
    if (rc == ERR_OK)
        rc = found_commit(db);
    if (rc == ERR_OK) {
        printf("found: loaded%s, and the founding is closed\n", again ? " again" : "");
        return EX_OK;
    }
    int code = found_closed(db) ? EX_NOPERM : rc == ERR_DENIED ? EX_DATAERR : EX_UNAVAILABLE;
    if (code == EX_NOPERM)
        log_error("found: refused, the founding of this database %s",
                  again ? "was never closed: there is nothing to recover" : "is closed");
    else
        log_error("found: %s:%u: nothing was loaded: %s", file, line,
                  rc == ERR_DENIED ? conn_message(db) : err_name(rc));
    found_abort(db);
    return code;
}

int verbs_found(const struct conf *c, const char *file, bool again)
{
    struct buf text SCOPED_BUF;
    unsigned line = 0;

    buf_init_secret(&text, FILE_BYTES);
    int rc = file_load(file, &text);
    if (rc != ERR_OK) {
        log_error("found: %s: %s", file, err_name(rc));
        return EX_NOINPUT;
    }
    if (load_file(NULL, &text, &line) != ERR_OK) {
        log_error("found: %s:%u: not a line of a founding file", file, line);
        return EX_DATAERR;
    }
    struct conn *db = verbs_connect(c, "database");
    int code = load(db, file, &text, again);
    conn_free(db);
    return code;
}
