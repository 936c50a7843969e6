/* SPDX-License-Identifier: EUPL-1.2 */
/* Sessions as the database proves them: the material of a sign-in, opening with the vault's grant, who is asking,
 * and the end. A session id is the 32 bytes of secret_session_id; the token itself never comes here. */
#ifndef JALON_STORE_SESSION_H
#define JALON_STORE_SESSION_H

#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "domain/day.h"
#include "domain/refusal.h"
#include "domain/role.h"
#include "store/conn.h"
#include "store/tx.h"

#define SESSION_NAME 801 /* bytes of a displayed name, 200 characters, with its NUL */

enum session_statement {
    SESSION_BIND,
    SESSION_TOUCH,
    SESSION_MATERIAL,
    SESSION_OPEN,
    SESSION_KEEP_KEYS,
    SESSION_WHOAMI,
    SESSION_SIGN_OUT,
    SESSION_PLAY_DAY,
    SESSION_STATEMENTS
};

struct session_info {
    struct uuid account;
    struct uuid org;
    enum role role;
    char login[65];
    char name[SESSION_NAME];
    char org_name[SESSION_NAME];
    int64_t idle_until_us;
    int64_t abs_until_us;
};

extern const struct conn_group session_statements;
const struct conn_stmt *session_stmt(enum session_statement s);

/* The sign-in record for a login, a decoy for one that does not exist: never says which. */
int session_material(struct conn *c, const char *login, size_t n, struct buf *record)
    __attribute__((warn_unused_result));
/* Opens the session that the grant describes; boxes gets what the vault needs to unlock. REFUSAL_SIGN_IN for every
 * doubt. */
int session_open(struct conn *c, const struct buf *grant, const char *claimed, struct session_info *info,
                 struct buf *boxes, enum refusal *no) __attribute__((warn_unused_result));
int session_keep_keys(struct conn *c, const struct tx_who *who, const struct buf *blob, enum refusal *no)
    __attribute__((warn_unused_result));
int session_whoami(struct conn *c, const struct tx_who *who, struct session_info *info, enum refusal *no)
    __attribute__((warn_unused_result));
int session_sign_out(struct conn *c, const struct tx_who *who, enum refusal *no) __attribute__((warn_unused_result));
/* The civil day that this session of a demonstration's loader plays; of year 0: the real one. */
int session_play_day(struct conn *c, const struct tx_who *who, const struct day *day, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
