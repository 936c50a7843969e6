/* SPDX-License-Identifier: EUPL-1.2 */
/* Organisations as holders of a secret: how many people hold it, who they are, and whom the caller could give it to
 * again. */
#ifndef JALON_STORE_UNIT_H
#define JALON_STORE_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "domain/place.h"
#include "domain/refusal.h"
#include "store/conn.h"
#include "store/param.h"
#include "store/tx.h"
#include "store/user.h"

enum unit_statement {
    UNIT_LIST,
    UNIT_ONE,
    UNIT_MEMBERS,
    UNIT_PERMITS,
    UNIT_TERRITORY,
    UNIT_STATEMENTS
};

struct unit {
    struct uuid id;
    char name[USER_NAME];
    char kind[16];
    int32_t members;
    int32_t holders;  /* active and with the secret of today */
    int32_t officers;
    char departement[PLACE_DEPARTEMENT + 1]; /* "" : none, or no unit */
    bool alarm;       /* too few are left to go on if one more falls out */
};

struct unit_member {
    struct uuid id;
    char login[USER_LOGIN];
    char name[USER_NAME];
    char role[16];
    char state[16];
    bool holder;
    bool officer;
    bool awaiting; /* a colleague may give her the secret again */
    bool counted;  /* C-11: how much she follows is told: a counsellor, to her director */
    int32_t cases; /* open ones, */
    int32_t waiting; /* of them those that wait for a place, */
    int32_t placed;  /* and those with a signed placement */
};

/* Somebody whom a colleague may give the secret of org. */
struct unit_permit {
    struct uuid account;
    char login[USER_LOGIN];
    char name[USER_NAME];
    struct uuid org;
    int64_t made_us;
};

extern const struct conn_group unit_statements;

void unit_list_step(struct conn_step *s);
void unit_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
void unit_members_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
void unit_permits_step(struct conn_step *s);
void unit_territory_step(struct conn_step *s, struct param_list *p, const struct uuid *id, const char *departement);
/* *out is the caller's to free; NULL and 0 after an error. ERR_NOMEM, ERR_FORMAT. */
int unit_read_list(const struct conn_step *s, struct unit **out, size_t *n) __attribute__((warn_unused_result));
int unit_read_members(const struct conn_step *s, struct unit_member **out, size_t *n)
    __attribute__((warn_unused_result));
int unit_read_permits(const struct conn_step *s, struct unit_permit **out, size_t *n)
    __attribute__((warn_unused_result));

#endif
