/* SPDX-License-Identifier: EUPL-1.2 */
/* What is due for the session that asks, with its rule and its day, earliest first. */
#ifndef JALON_STORE_TASK_H
#define JALON_STORE_TASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/param.h"

#define TASK_PAGE 50
#define TASK_WORD 41 /* longest kind, rule or object with its NUL */

enum task_statement { TASK_LIST, TASK_STATEMENTS };

struct task {
    char kind[TASK_WORD];
    char rule[TASK_WORD];
    struct day due;
    bool overdue;
    char object[TASK_WORD]; /* measure, authority_act, case_file, procedure, host, post, lead, callback */
    struct uuid id;         /* of that object */
    struct uuid case_id;    /* nil: none */
};

struct task_cursor {
    struct day due;
    struct uuid id;
    char kind[TASK_WORD];
};

extern const struct conn_group task_statements;

/* A step of a transaction with a bound session; p is initialised here and, with after (NULL: from the first), must live
 * until the step ran. */
void task_list_step(struct conn_step *s, struct param_list *p, const struct task_cursor *after);
int task_read_list(const struct conn_step *s, struct task out[TASK_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));

#endif
