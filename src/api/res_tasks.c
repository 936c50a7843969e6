/* SPDX-License-Identifier: EUPL-1.2 */
/* Tasks over JSON. The cursor of a page is day, id and kind of the last task shown, with points between them: nothing
 * that its reader did not see. */
#include "api/res_tasks.h"

#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "api/list.h"
#include "api/query.h"
#include "app/list_tasks.h"
#include "base/err.h"

#include "base/banned.h"

#define CURSOR (DAY_TEXT + 1 + UUID_TEXT + 1 + TASK_WORD)

static const struct json_field query[] = {{"after", JSON_LINE, false, 1, CURSOR - 1}};
static const struct json_field item_fields[] = {
    {"kind", JSON_LINE, true},    {"rule", JSON_LINE, true}, {"due", JSON_DAY},
    {"overdue", JSON_FLAG, true}, {"object", JSON_LINE, true}, {"id", JSON_ID, true},
    {"case", JSON_ID},
};

const struct json_shape res_tasks_query = JSON_SHAPE(NULL, query);
const struct json_shape res_tasks_item = JSON_SHAPE("Task", item_fields);

static bool read_cursor(const char *s, size_t n, struct task_cursor *out)
{
    const size_t id = DAY_TEXT + 1;
    const size_t kind = id + UUID_TEXT + 1;

    if (n <= kind || n - kind >= TASK_WORD || s[id - 1] != '.' || s[kind - 1] != '.')
        return false;
    for (size_t i = kind; i < n; i++)
        if (s[i] != '_' && (s[i] < 'a' || s[i] > 'z'))
            return false;
    memcpy(out->kind, s + kind, n - kind);
    out->kind[n - kind] = '\0';
    return day_parse(&out->due, s, DAY_TEXT) == ERR_OK && uuid_parse(&out->id, s + id, UUID_TEXT) == ERR_OK;
}

static const char *put_cursor(char text[CURSOR], const struct task *t)
{
    char id[UUID_TEXT + 1];

    uuid_format(&t->id, id);
    (void)snprintf(text, CURSOR, "%04d-%02d-%02d.%s.%s", t->due.year, t->due.month, t->due.day, id, t->kind);
    return text;
}

static void put_task(struct buf *b, const void *item)
{
    const struct task *t = item;

    api_put_text(b, "kind", t->kind);
    api_put_text(b, "rule", t->rule);
    api_put_day_or_null(b, "due", &t->due);
    api_put_flag(b, "overdue", t->overdue);
    api_put_text(b, "object", t->object);
    api_put_id(b, "id", &t->id);
    api_put_id_or_null(b, "case", &t->case_id);
}

void res_tasks_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct task_cursor cursor;
    struct list_tasks_out out;
    struct api_step s;
    char next[CURSOR];
    const char *after;
    struct query f;

    query_init(&f, q);
    after = query_text(&f, "after");
    f.bad = f.bad || (after != NULL && !read_cursor(after, strlen(after), &cursor));
    if (!query_end(&f, r))
        return;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, list_tasks_do(s.service, &s.caller, after == NULL ? NULL : &cursor, &out, &s.no)))
        list_answer_page(r, &(struct list){out.item, out.n, sizeof out.item[0], put_task},
                         out.more ? put_cursor(next, &out.item[out.n - 1]) : NULL);
}
