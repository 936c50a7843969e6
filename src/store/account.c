/* SPDX-License-Identifier: EUPL-1.2 */
/* Enrolment and change of password: the vault has checked what the person knows and a one-time code, and signed the
 * hash of the new record; the database checks that signature, the version of the account and the hash, and replaces the
 * record. Nothing here knows what a record contains. */
#include "base/err.h"
#include "store/account.h"
#include "store/param.h"

#include "base/banned.h"

static const struct conn_stmt stmts[ACCOUNT_STATEMENTS] = {
    [ACCOUNT_ENROL] = {"enrol", "SELECT sec.enrol($1, $2)"},
    [ACCOUNT_PASSWORD] = {"password", "SELECT sec.password($1, $2)"},
};

const struct conn_group account_statements = {stmts, ACCOUNT_STATEMENTS};

static int replace(struct conn *c, const struct tx_who *who, enum account_statement which, const struct buf *grant,
                   const struct buf *record, enum refusal instead, enum refusal *no)
{
    struct param_list p;
    struct conn_step s;
    int rc;

    conn_step_begin(&s, &p, &stmts[which]);
    param_bytes(&p, grant->data, grant->len);
    param_bytes(&p, record->data, record->len);
    rc = tx_once(c, who, &s, 1, no);
    conn_clear(&s, 1);
    if (*no == REFUSAL_SIGN_IN)
        *no = instead; /* one SQLSTATE for every refused grant */
    return rc;
}

int account_enrol(struct conn *c, const struct buf *grant, const struct buf *record, enum refusal *no)
{
    static const struct tx_who nobody = {0};

    return replace(c, &nobody, ACCOUNT_ENROL, grant, record, REFUSAL_ACTIVATION, no);
}

int account_password(struct conn *c, const struct tx_who *who, const struct buf *grant, const struct buf *record,
                     enum refusal *no)
{
    return replace(c, who, ACCOUNT_PASSWORD, grant, record, REFUSAL_PASSWORD_CURRENT, no);
}
