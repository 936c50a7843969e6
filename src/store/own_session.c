/* SPDX-License-Identifier: EUPL-1.2 */
/* Listing and ending the own sessions. They are named by an id that opens nothing: what binds a session is never
 * shown. */
#include "store/own_session.h"
#include "store/param.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[OWN_SESSION_STATEMENTS] = {
    [OWN_SESSION_LIST] = {"own_sessions", "SELECT id, opened_at, touched_at, abs_until, claimed, current "
                                          "FROM sec.own_sessions() LIMIT 64"},
    [OWN_SESSION_END] = {"end_session", "SELECT sec.end_session($1)"},
};

const struct conn_group own_session_statements = {stmts, OWN_SESSION_STATEMENTS};

void own_session_list_step(struct conn_step *s)
{
    conn_step_begin(s, NULL, &stmts[OWN_SESSION_LIST]);
}

static void read_session(struct row *r, void *item)
{
    struct own_session *out = item;

    row_uuid(r, &out->id);
    out->opened_us = row_time(r);
    out->touched_us = row_time(r);
    out->abs_until_us = row_time(r);
    row_copy(r, out->claimed, sizeof out->claimed);
    out->current = row_bool(r);
}

int own_session_read_list(const struct conn_step *s, struct own_session out[OWN_SESSION_MAX], size_t *n)
{
    return rows_read(s, read_session, out, sizeof *out, OWN_SESSION_MAX, n);
}

int own_session_end(struct conn *c, const struct tx_who *who, const struct uuid *id, enum refusal *no)
{
    struct param_list p;
    struct conn_step s;
    int rc;

    conn_step_begin(&s, &p, &stmts[OWN_SESSION_END]);
    param_uuid(&p, id);
    rc = tx_once(c, who, &s, 1, no);
    conn_clear(&s, 1);
    return rc;
}
