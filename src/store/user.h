/* SPDX-License-Identifier: EUPL-1.2 */
/* Accounts as those see them who manage them: who there is, a new one, on and off. Row policies decide which accounts a
 * session sees: an administrator all, a director her unit, a host manager her organisation, everybody herself. */
#ifndef JALON_STORE_USER_H
#define JALON_STORE_USER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "domain/organisation.h"
#include "domain/refusal.h"
#include "domain/role.h"
#include "store/conn.h"
#include "store/param.h"
#include "store/tx.h"

#define USER_PAGE 50
#define USER_LOGIN 65        /* longest login, bytes with its NUL */
#define USER_NAME (200 * 4 + 1)

enum user_statement {
    USER_LIST,
    USER_ONE,
    USER_ORGANISATION,
    USER_NEW,
    USER_SET_STATE,
    USER_END_SESSIONS,
    USER_STATEMENTS
};

struct user {
    struct uuid id;
    char login[USER_LOGIN];
    char name[USER_NAME];
    enum role role;
    char state[16]; /* invited, active, disabled */
    int64_t created_us;
    struct uuid org;
    char org_name[USER_NAME];
    enum organisation_kind org_kind;
};

struct user_new {
    const char *login;
    const char *name;
    enum role role;
    struct uuid org;
    const unsigned char *key;    /* 32 bytes each, see app/open_case.c */
    const unsigned char *digest;
};

extern const struct conn_group user_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. The accounts
 * behind the login after ("": from the first), by login; *n at most USER_PAGE, *more when others follow. */
void user_list_step(struct conn_step *s, struct param_list *p, const char *after);
int user_read_list(const struct conn_step *s, struct user out[USER_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
void user_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
/* ERR_NOTFOUND when there is none that the session may see. */
int user_read_one(const struct conn_step *s, struct user *out) __attribute__((warn_unused_result));
void user_organisation_step(struct conn_step *s, struct param_list *p, const struct uuid *org);
/* ORGANISATION_NONE when there is no such organisation. */
int user_read_organisation(const struct conn_step *s, enum organisation_kind *kind) __attribute__((warn_unused_result));
void user_new_step(struct conn_step *s, struct param_list *p, const struct user_new *u);
/* material (for the vault) stays empty on a replay. */
int user_read_new(const struct conn_step *s, struct uuid *id, bool *replayed, struct buf *material)
    __attribute__((warn_unused_result));
void user_set_state_step(struct conn_step *s, struct param_list *p, const struct uuid *id, const char *state);
void user_end_sessions_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
/* The number that set_state (open cases left) and end_sessions (sessions ended) answer. */
int user_read_count(const struct conn_step *s, int32_t *n) __attribute__((warn_unused_result));

#endif
