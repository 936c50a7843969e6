/* SPDX-License-Identifier: EUPL-1.2 */
/* Accounts, as far as a person reaches her own: enrolment and change of password, both with the vault's grant. */
#ifndef JALON_STORE_ACCOUNT_H
#define JALON_STORE_ACCOUNT_H

#include "base/buf.h"
#include "domain/refusal.h"
#include "store/conn.h"
#include "store/tx.h"

enum account_statement {
    ACCOUNT_ENROL,
    ACCOUNT_PASSWORD,
    ACCOUNT_STATEMENTS
};

extern const struct conn_group account_statements;

/* Puts the new sign-in record in place, ends other sessions, spends the code. REFUSAL_ACTIVATION for every doubt. */
int account_enrol(struct conn *c, const struct buf *grant, const struct buf *record, enum refusal *no)
    __attribute__((warn_unused_result));
/* The same for an active account by its own live session, which goes on while the others end. REFUSAL_PASSWORD_CURRENT
 * for every doubt. */
int account_password(struct conn *c, const struct tx_who *who, const struct buf *grant, const struct buf *record,
                     enum refusal *no) __attribute__((warn_unused_result));

#endif
