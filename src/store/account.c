/* SPDX-License-Identifier: EUPL-1.2 */
/* Enrolment: the vault has checked the activation code and the first one-time code and signed the hash of the new
 * record; the database checks that signature, the version of the account and the hash, and replaces the record.
 * Nothing here knows what a record contains. */
#include "base/err.h"
#include "store/account.h"
#include "store/param.h"
#include "store/tx.h"

#include "base/banned.h"

static const struct conn_stmt stmts[ACCOUNT_STATEMENTS] = {
    [ACCOUNT_ENROL] = {"enrol", "SELECT sec.enrol($1, $2)"},
};

const struct conn_group account_statements = {stmts, ACCOUNT_STATEMENTS};

int account_enrol(struct conn *c, const struct buf *grant, const struct buf *record, enum refusal *no)
{
    static const struct tx_who nobody = {0};
    struct param_list p;
    struct conn_step s = {.stmt = &stmts[ACCOUNT_ENROL], .params = &p};
    int rc;

    param_init(&p);
    param_bytes(&p, grant->data, grant->len);
    param_bytes(&p, record->data, record->len);
    rc = tx_once(c, &nobody, &s, 1, no);
    conn_clear(&s, 1);
    if (*no == REFUSAL_SIGN_IN)
        *no = REFUSAL_ACTIVATION; /* one SQLSTATE for every refused grant */
    return rc;
}
