/* SPDX-License-Identifier: EUPL-1.2 */
/* One statement over casework.tasks(), which reads under the asker's own row policies. Two things of one kind that are
 * due on one day about one object (two opinions of a file) are one task. */

#include "store/row.h"
#include "store/rows.h"
#include "store/task.h"

#include "base/banned.h"

static const struct conn_stmt stmts[TASK_STATEMENTS] = {
    [TASK_LIST] = {"tasks", "SELECT DISTINCT kind, rule, due, due < offer.today(), object, id, case_id "
                            "FROM casework.tasks() "
                            "WHERE $1::date IS NULL OR (due, id, kind) > ($1::date, $2::uuid, $3::text) "
                            "ORDER BY due, id, kind LIMIT 51"},
};

const struct conn_group task_statements = {stmts, TASK_STATEMENTS};

void task_list_step(struct conn_step *s, struct param_list *p, const struct task_cursor *after)
{
    conn_step_begin(s, p, &stmts[TASK_LIST]);
    if (after == NULL) {
        param_null(p);
        param_null(p);
        param_null(p);
    } else {
        param_day(p, &after->due);
        param_uuid(p, &after->id);
        param_str(p, after->kind);
    }
}

static void read_task(struct row *r, void *item)
{
    struct task *out = item;

    row_copy(r, out->kind, sizeof out->kind);
    row_copy(r, out->rule, sizeof out->rule);
    row_day(r, &out->due);
    out->overdue = row_bool(r);
    row_copy(r, out->object, sizeof out->object);
    row_uuid(r, &out->id);
    row_uuid_or_nil(r, &out->case_id);
}

int task_read_list(const struct conn_step *s, struct task out[TASK_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_task, out, sizeof *out, TASK_PAGE, n, more);
}
