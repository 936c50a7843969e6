/* SPDX-License-Identifier: EUPL-1.2 */
/* What the founding file says, handed to schema sec as bound parameters: MAC keys and records never are part of a
 * statement's text, where a log of the server could keep them. */
#include <string.h>

#include "store/found.h"

#include "base/err.h"
#include "base/text.h"
#include "store/param.h"
#include "store/row.h"

#include "base/banned.h"

static const struct conn_stmt mac_key = {NULL, "SELECT sec.found_mac_key($1, $2, $3) IS NULL"};
static const struct conn_stmt next_mac_key = {NULL, "SELECT sec.next_mac_key($1, $2, $3) IS NULL"};
static const struct conn_stmt drop_mac_keys = {NULL, "SELECT sec.drop_mac_keys($1) IS NULL"};
static const struct conn_stmt demonstration = {NULL, "SELECT sec.found_demonstration() IS NULL"};
static const struct conn_stmt decoy = {NULL, "SELECT sec.found_decoy($1) IS NULL"};
static const struct conn_stmt organisation = {NULL, "SELECT sec.found_organisation($1, $2, $3) IS NULL"};
static const struct conn_stmt account = {NULL, "SELECT sec.found_account($1, $2, $3, $4, $5, $6, $7) IS NULL"};
static const struct conn_stmt certificate = {NULL, "SELECT sec.found_certificate($1, $2, $3, $4, $5, $6) IS NULL"};
static const struct conn_stmt box = {NULL, "SELECT sec.found_box($1, $2, $3, $4, $5, $6, $7, $8) IS NULL"};
static const struct conn_stmt open_again = {NULL, "SELECT sec.refound_open() IS NULL"};
static const struct conn_stmt recovery_lines = {NULL, "SELECT l FROM sec.recovery_lines() AS l"};
static const struct conn_stmt close_founding = {NULL, "SELECT sec.found_close() IS NULL"};

static int ask(struct conn *c, const struct conn_stmt *s, const struct param_list *p)
{
    struct pg_result *res SCOPED_RESULT;

    return conn_exec(c, s, p, &res);
}

int found_begin(struct conn *c)
{
    return conn_script(c, "BEGIN");
}

int found_begin_again(struct conn *c)
{
    int rc = found_begin(c);

    return rc == ERR_OK ? ask(c, &open_again, NULL) : rc;
}

static int put_mac_key(struct conn *c, const struct conn_stmt *s, const char *purpose, int key_id,
                       struct found_bytes key)
{
    struct param_list p;

    param_init(&p);
    param_str(&p, purpose);
    param_i32(&p, key_id);
    param_bytes(&p, key.p, key.n);
    return ask(c, s, &p);
}

int found_mac_key(struct conn *c, const char *purpose, int key_id, struct found_bytes key)
{
    return put_mac_key(c, &mac_key, purpose, key_id, key);
}

int found_next_mac_key(struct conn *c, const char *purpose, int key_id, struct found_bytes key)
{
    return put_mac_key(c, &next_mac_key, purpose, key_id, key);
}

int found_drop_mac_keys(struct conn *c, int key_id)
{
    struct param_list p;

    param_init(&p);
    param_i32(&p, key_id);
    return ask(c, &drop_mac_keys, &p);
}

bool found_too_early(const struct conn *c)
{
    return strcmp(conn_sqlstate(c), "JA015") == 0;
}

int found_commit_mac_keys(struct conn *c)
{
    return conn_script(c, "COMMIT");
}

int found_demonstration(struct conn *c)
{
    struct param_list p;

    param_init(&p);
    return ask(c, &demonstration, &p);
}

int found_decoy(struct conn *c, struct found_bytes record)
{
    struct param_list p;

    param_init(&p);
    param_bytes(&p, record.p, record.n);
    return ask(c, &decoy, &p);
}

int found_organisation(struct conn *c, const struct uuid *id, const char *kind, const char *name)
{
    struct param_list p;

    param_init(&p);
    param_uuid(&p, id);
    param_str(&p, kind);
    param_str(&p, name);
    return ask(c, &organisation, &p);
}

int found_account(struct conn *c, const struct found_account *a)
{
    struct param_list p;

    param_init(&p);
    param_uuid(&p, &a->id);
    param_str(&p, a->login);
    param_str(&p, a->name);
    param_str(&p, a->role);
    param_uuid(&p, &a->org);
    param_bytes(&p, a->record.p, a->record.n);
    param_bytes(&p, a->public_key.p, a->public_key.n);
    return ask(c, &account, &p);
}

int found_certificate(struct conn *c, const struct found_certificate *f)
{
    struct param_list p;

    param_init(&p);
    param_i32(&p, f->kind);
    param_uuid(&p, &f->owner);
    param_i32(&p, f->generation);
    param_bool(&p, f->officer);
    param_bytes(&p, f->public_key.p, f->public_key.n);
    param_bytes(&p, f->mac.p, f->mac.n);
    return ask(c, &certificate, &p);
}

int found_box(struct conn *c, const struct found_box *b)
{
    struct param_list p;

    param_init(&p);
    param_i32(&p, b->kind);
    param_i32(&p, b->recipient_kind);
    param_uuid(&p, &b->recipient);
    param_i32(&p, b->recipient_generation);
    param_i32(&p, b->subject_kind);
    param_uuid(&p, &b->subject);
    param_i32(&p, b->subject_generation);
    param_bytes(&p, b->body.p, b->body.n);
    return ask(c, &box, &p);
}

int found_commit(struct conn *c)
{
    int rc = ask(c, &close_founding, NULL);

    return rc == ERR_OK ? conn_script(c, "COMMIT") : rc;
}

void found_abort(struct conn *c)
{
    conn_drop(c);
}

bool found_closed(const struct conn *c)
{
    return strcmp(conn_sqlstate(c), "JA010") == 0;
}

/* A line break in a name would make two lines of it, the second one of somebody's choosing. */
static int put_line(struct buf *out, const struct pg_result *res, int at)
{
    struct row r;
    size_t n;

    row_init(&r, res, at);
    const char *line = row_text(&r, &n);
    if (row_end(&r) != ERR_OK || n == 0 || !text_is_line(line, n))
        return ERR_FORMAT;
    buf_bytes(out, line, n);
    buf_str(out, "\n");
    return buf_err(out);
}

int found_recovery(struct conn *c, struct buf *out)
{
    struct pg_result *res SCOPED_RESULT;
    int rc = conn_exec(c, &recovery_lines, NULL, &res);

    for (int i = 0; rc == ERR_OK && i < row_count(res); i++)
        rc = put_line(out, res, i);
    return rc;
}
