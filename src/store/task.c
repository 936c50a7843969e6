/* SPDX-License-Identifier: EUPL-1.2 */
/* One statement over casework.tasks(), which reads under the asker's own row policies. Two things of one kind that are
 * due on one day about one object (two opinions of a file) are one task. */
#include <string.h>

#include "base/err.h"
#include "store/row.h"
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

int task_read_list(const struct conn_step *s, struct task out[TASK_PAGE], size_t *n, bool *more)
{
    row_page(s->result, TASK_PAGE, n, more);
    for (size_t i = 0; i < *n; i++) {
        struct row r;

        row_init(&r, s->result, (int)i);
        row_copy(&r, out[i].kind, sizeof out[i].kind);
        row_copy(&r, out[i].rule, sizeof out[i].rule);
        row_day(&r, &out[i].due);
        out[i].overdue = row_bool(&r);
        row_copy(&r, out[i].object, sizeof out[i].object);
        row_uuid(&r, &out[i].id);
        row_uuid_or_nil(&r, &out[i].case_id);
        if (row_end(&r) != ERR_OK)
            return ERR_FORMAT;
    }
    return ERR_OK;
}
