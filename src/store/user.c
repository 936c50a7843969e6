/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over sec.account and sec.organisation under row policies, and the functions that make and switch accounts.
 * Of an account no statement can read what signs in: the columns are not granted. A page is continued behind a login,
 * which never changes. */

#include "base/err.h"
#include "store/row.h"
#include "store/rows.h"
#include "store/user.h"

#include "base/banned.h"

#define COLUMNS \
    "SELECT a.id, a.login, a.name, a.role::text, a.state::text, a.created_at, o.id, o.name, o.kind::text " \
    "FROM sec.account a JOIN sec.organisation o ON o.id = a.org "

static const struct conn_stmt stmts[USER_STATEMENTS] = {
    [USER_LIST] = {"user_list", COLUMNS "WHERE a.login > $1 ORDER BY a.login LIMIT 51"},
    [USER_ONE] = {"user_one", COLUMNS "WHERE a.id = $1"},
    [USER_ORGANISATION] = {"user_organisation", "SELECT kind::text FROM sec.organisation WHERE id = $1"},
    [USER_NEW] = {"account_new", "SELECT account, replayed, material FROM sec.account_new($1, $2, $3, $4, $5, $6)"},
    [USER_SET_STATE] = {"account_set_state", "SELECT sec.account_set_state($1, $2)"},
    [USER_END_SESSIONS] = {"end_sessions", "SELECT sec.end_sessions($1)"},
};

const struct conn_group user_statements = {stmts, USER_STATEMENTS};

static void read_user(struct row *r, void *item)
{
    struct user *out = item;
    const char *word;
    size_t n;

    row_uuid(r, &out->id);
    row_copy(r, out->login, sizeof out->login);
    row_copy(r, out->name, sizeof out->name);
    word = row_text(r, &n);
    out->role = role_parse(word, n);
    row_copy(r, out->state, sizeof out->state);
    out->created_us = row_time(r);
    row_uuid(r, &out->org);
    row_copy(r, out->org_name, sizeof out->org_name);
    word = row_text(r, &n);
    out->org_kind = organisation_parse(word, n);
    if (out->role == ROLE_NONE || out->org_kind == ORGANISATION_NONE)
        r->bad = true;
}

void user_list_step(struct conn_step *s, struct param_list *p, const char *after)
{
    conn_step_begin(s, p, &stmts[USER_LIST]);
    param_str(p, after);
}

int user_read_list(const struct conn_step *s, struct user out[USER_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_user, out, sizeof *out, USER_PAGE, n, more);
}

void user_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[USER_ONE], id);
}

int user_read_one(const struct conn_step *s, struct user *out)
{
    return rows_read_one(s, read_user, out, sizeof *out);
}

void user_organisation_step(struct conn_step *s, struct param_list *p, const struct uuid *org)
{
    conn_step_about(s, p, &stmts[USER_ORGANISATION], org);
}

int user_read_organisation(const struct conn_step *s, enum organisation_kind *kind)
{
    const char *word;
    struct row r;
    size_t n;

    *kind = ORGANISATION_NONE;
    if (row_count(s->result) == 0)
        return ERR_OK;
    row_init(&r, s->result, 0);
    word = row_text(&r, &n);
    *kind = organisation_parse(word, n);
    return *kind == ORGANISATION_NONE ? ERR_FORMAT : row_end(&r);
}

void user_new_step(struct conn_step *s, struct param_list *p, const struct user_new *u)
{
    conn_step_begin(s, p, &stmts[USER_NEW]);
    param_str(p, u->login);
    param_str(p, u->name);
    param_str(p, role_name(u->role));
    param_uuid(p, &u->org);
    param_bytes(p, u->key, 32);
    param_bytes(p, u->digest, 32);
}

int user_read_new(const struct conn_step *s, struct uuid *id, bool *replayed, struct buf *material)
{
    struct row r;

    buf_reset(material);
    row_init(&r, s->result, 0);
    row_uuid(&r, id);
    *replayed = row_bool(&r);
    return row_null(&r) ? row_end(&r) : row_take_last(&r, material);
}

void user_set_state_step(struct conn_step *s, struct param_list *p, const struct uuid *id, const char *state)
{
    conn_step_about(s, p, &stmts[USER_SET_STATE], id);
    param_str(p, state);
}

void user_end_sessions_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[USER_END_SESSIONS], id);
}

int user_read_count(const struct conn_step *s, int32_t *n)
{
    struct row r;

    row_init(&r, s->result, 0);
    *n = row_i32(&r);
    return row_end(&r);
}
