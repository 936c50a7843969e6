/* SPDX-License-Identifier: EUPL-1.2 */
/* Break-glass: a case outside of the caseload, to read for a few hours. What the vault needs to ask for a code, its
 * grant, and who has or had what open. */
#ifndef JALON_STORE_GLASS_H
#define JALON_STORE_GLASS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "domain/reason.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"
#include "store/user.h"

#define GLASS_OWN 64  /* own ones shown at most, the newest */
#define GLASS_PAGE 20 /* of a unit */

enum glass_statement { GLASS_MATERIAL, GLASS_BREAK, GLASS_END, GLASS_OWN_LIST, GLASS_OF_UNIT, GLASS_STATEMENTS };

struct glass {
    struct uuid id;
    struct uuid case_id;
    char reason[32];
    int64_t at_us;
    int64_t until_us;
};

/* As the officers of the unit see it. */
struct glass_seen {
    struct glass glass;
    struct uuid account;
    char login[USER_LOGIN];
    char name[USER_NAME];
    int64_t ended_us; /* 0: she did not end it herself */
    bool told;        /* her own words lie sealed beside it */
};

extern const struct conn_group glass_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. The first gives
 * a material (row_take). */
void glass_material_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id);
void glass_break_step(struct conn_step *s, struct param_list *p, const struct buf *grant, const struct uuid *case_id,
                      enum reason reason);
int glass_broken(const struct conn_step *s, struct uuid *id, int64_t *until_us) __attribute__((warn_unused_result));
void glass_end_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id);
/* The caller's own open ones, newest first. */
void glass_own_step(struct conn_step *s);
int glass_read_own(const struct conn_step *s, struct glass out[GLASS_OWN], size_t *n)
    __attribute__((warn_unused_result));
/* All of a unit, newest first; after may be NULL. */
void glass_of_unit_step(struct conn_step *s, struct param_list *p, const struct uuid *unit,
                        const struct page_cursor *after);
int glass_read_of_unit(const struct conn_step *s, struct glass_seen out[GLASS_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));

#endif
