/* SPDX-License-Identifier: EUPL-1.2 */
/* What is due for whoever asks, earliest first. */
#ifndef JALON_APP_LIST_TASKS_H
#define JALON_APP_LIST_TASKS_H

#include "app/service.h"
#include "store/task.h"

struct list_tasks_out {
    struct task item[TASK_PAGE];
    size_t n;
    bool more;
};

/* after may be NULL: the first page. */
int list_tasks_do(struct service *s, const struct service_caller *c, const struct task_cursor *after,
                  struct list_tasks_out *out, enum refusal *no) __attribute__((warn_unused_result));

#endif
