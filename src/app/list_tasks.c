/* SPDX-License-Identifier: EUPL-1.2 */
/* A task is computed when it is asked for and kept nowhere: done work makes it go. */
#include "app/list_tasks.h"
#include "app/asking.h"

#include "base/banned.h"

static int read_list(const struct conn_step *step, void *ctx)
{
    struct list_tasks_out *out = ctx;

    return task_read_list(step, out->item, &out->n, &out->more);
}

int list_tasks_do(struct service *s, const struct service_caller *c, const struct task_cursor *after,
                  struct list_tasks_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    out->n = 0;
    out->more = false;
    task_list_step(&step, &params, after);
    return asking_once(s, c, &step, 1, read_list, out, no);
}
