/* SPDX-License-Identifier: EUPL-1.2 */
/* The statements of schema sec that begin, prove and end a session. Before a session only sign_in_material and
 * open_session answer; every other statement is preceded by bind in the same transaction, which store/tx does.
 * Grants, records and boxes pass through as bytes that only the database and the vault understand. */
#include <string.h>

#include "base/err.h"
#include "store/param.h"
#include "store/row.h"
#include "store/session.h"

#include "base/banned.h"

static const struct conn_stmt stmts[SESSION_STATEMENTS] = {
    [SESSION_BIND] = {"bind", "SELECT sec.bind($1)"},
    [SESSION_TOUCH] = {"touch", "SELECT sec.touch()"},
    [SESSION_MATERIAL] = {"sign_in_material", "SELECT sec.sign_in_material($1)"},
    [SESSION_OPEN] = {"open_session", "SELECT account, login, name, role::text, org, org_name, idle_until, abs_until, "
                                      "material FROM sec.open_session($1, $2)"},
    [SESSION_KEEP_KEYS] = {"keep_keys", "SELECT sec.keep_keys($1)"},
    [SESSION_WHOAMI] = {"whoami", "SELECT account, login, name, role::text, org, org_name, idle_until, abs_until "
                                  "FROM sec.whoami()"},
    [SESSION_SIGN_OUT] = {"sign_out", "SELECT sec.sign_out()"},
    [SESSION_PLAY_DAY] = {"play_day", "SELECT sec.play_day($1)"},
};

const struct conn_group session_statements = {stmts, SESSION_STATEMENTS};

const struct conn_stmt *session_stmt(enum session_statement s)
{
    return &stmts[s];
}

/* The columns that open_session and whoami share. */
static void read_info(struct row *r, struct session_info *info)
{
    const char *role;
    size_t n;

    memset(info, 0, sizeof *info);
    row_uuid(r, &info->account);
    row_copy(r, info->login, sizeof info->login);
    row_copy(r, info->name, sizeof info->name);
    role = row_text(r, &n);
    info->role = role_parse(role, n);
    row_uuid(r, &info->org);
    row_copy(r, info->org_name, sizeof info->org_name);
    info->idle_until_us = row_time(r);
    info->abs_until_us = row_time(r);
    if (info->role == ROLE_NONE)
        r->bad = true;
}

int session_material(struct conn *c, const char *login, size_t n, struct buf *record)
{
    static const struct tx_who nobody = {0};
    struct param_list p;
    struct conn_step s;
    enum refusal no;
    int rc;

    conn_step_begin(&s, &p, &stmts[SESSION_MATERIAL]);
    param_text(&p, login, n);
    rc = tx_once(c, &nobody, &s, 1, &no);
    if (rc == ERR_OK && no != REFUSAL_NONE)
        rc = ERR_INTERNAL; /* this function refuses nobody */
    if (rc == ERR_OK)
        rc = row_take(&s, record);
    conn_clear(&s, 1);
    return rc;
}

int session_open(struct conn *c, const struct buf *grant, const char *claimed, struct session_info *info,
                 struct buf *boxes, enum refusal *no)
{
    static const struct tx_who nobody = {0};
    struct param_list p;
    struct conn_step s;
    struct row r;
    int rc;

    conn_step_begin(&s, &p, &stmts[SESSION_OPEN]);
    param_bytes(&p, grant->data, grant->len);
    param_str(&p, claimed);
    rc = tx_once(c, &nobody, &s, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE) {
        row_init(&r, s.result, 0);
        read_info(&r, info);
        rc = row_take_last(&r, boxes);
    }
    conn_clear(&s, 1);
    return rc;
}

int session_keep_keys(struct conn *c, const struct tx_who *who, const struct buf *blob, enum refusal *no)
{
    struct param_list p;
    struct conn_step s;
    int rc;

    conn_step_begin(&s, &p, &stmts[SESSION_KEEP_KEYS]);
    param_bytes(&p, blob->data, blob->len);
    rc = tx_once(c, who, &s, 1, no);
    conn_clear(&s, 1);
    return rc;
}

int session_whoami(struct conn *c, const struct tx_who *who, struct session_info *info, enum refusal *no)
{
    struct conn_step s = {.stmt = &stmts[SESSION_WHOAMI]};
    struct row r;
    int rc = tx_once(c, who, &s, 1, no);

    if (rc == ERR_OK && *no == REFUSAL_NONE) {
        row_init(&r, s.result, 0);
        read_info(&r, info);
        rc = row_end(&r);
    }
    conn_clear(&s, 1);
    return rc;
}

int session_sign_out(struct conn *c, const struct tx_who *who, enum refusal *no)
{
    struct conn_step s = {.stmt = &stmts[SESSION_SIGN_OUT]};
    int rc = tx_once(c, who, &s, 1, no);

    conn_clear(&s, 1);
    return rc;
}

int session_play_day(struct conn *c, const struct tx_who *who, const struct day *day, enum refusal *no)
{
    struct param_list p;
    struct conn_step s;
    int rc;

    conn_step_begin(&s, &p, &stmts[SESSION_PLAY_DAY]);
    param_day(&p, day);
    rc = tx_once(c, who, &s, 1, no);
    conn_clear(&s, 1);
    return rc;
}
