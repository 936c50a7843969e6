/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over the counting functions of casework. */
#include "domain/word.h"
#include "store/count.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[COUNT_STATEMENTS] = {
    [COUNT_NEED_LIST] = {"count_needs", "SELECT area, slot::text, nullif(family, 'any'), others, people "
                                        "FROM casework.unmet()"},
    [COUNT_FILL_LIST] = {"count_fill", "SELECT family::text, posts, places, people FROM casework.fill()"},
    [COUNT_ROOM_LIST] = {"count_rooms", "SELECT area, slot::text, public::text, family::text, posts "
                                        "FROM casework.room()"},
    [COUNT_POST_LIST] = {"count_posts", "SELECT id, title, host_id, host, state::text, places, confirmed_on, counts, "
                                        "next_day, coalesce(why, ''), dormant FROM casework.post_use($1)"},
};

const struct conn_group count_statements = {stmts, COUNT_STATEMENTS};

void count_needs_step(struct conn_step *s)
{
    conn_step_begin(s, NULL, &stmts[COUNT_NEED_LIST]);
}

static void read_need(struct row *r, void *item)
{
    struct count_need *out = item;

    row_copy(r, out->area, sizeof out->area);
    out->slot = row_word(r, WORD_SLOT_KIND);
    out->family = row_word(r, WORD_TASK_FAMILY);
    out->others = row_bool(r);
    out->people = row_i32(r);
}

int count_read_needs(const struct conn_step *s, struct count_need out[COUNT_NEEDS], size_t *n)
{
    return rows_read(s, read_need, out, sizeof *out, COUNT_NEEDS, n);
}

void count_fill_step(struct conn_step *s)
{
    conn_step_begin(s, NULL, &stmts[COUNT_FILL_LIST]);
}

static void read_fill(struct row *r, void *item)
{
    struct count_fill *out = item;

    out->family = row_word(r, WORD_TASK_FAMILY);
    out->posts = row_i32(r);
    out->places = row_i32(r);
    out->told = !row_null(r);
    out->people = out->told ? row_i32(r) : 0;
}

int count_read_fill(const struct conn_step *s, struct count_fill out[COUNT_FILLS], size_t *n)
{
    return rows_read(s, read_fill, out, sizeof *out, COUNT_FILLS, n);
}

void count_rooms_step(struct conn_step *s)
{
    conn_step_begin(s, NULL, &stmts[COUNT_ROOM_LIST]);
}

static void read_room(struct row *r, void *item)
{
    struct count_room *out = item;

    row_copy(r, out->area, sizeof out->area);
    out->slot = row_word(r, WORD_SLOT_KIND);
    out->public = row_word(r, WORD_PUBLIC);
    out->family = row_word(r, WORD_TASK_FAMILY);
    out->posts = row_i32(r);
}

int count_read_rooms(const struct conn_step *s, struct count_room out[COUNT_ROOMS], size_t *n)
{
    return rows_read(s, read_room, out, sizeof *out, COUNT_ROOMS, n);
}

void count_posts_step(struct conn_step *s, struct param_list *p, const struct uuid *after)
{
    conn_step_begin(s, p, &stmts[COUNT_POST_LIST]);
    if (after == NULL)
        param_null(p);
    else
        param_uuid(p, after);
}

static void read_post(struct row *r, void *item)
{
    struct count_post *p = item;

    row_uuid(r, &p->id);
    row_copy(r, p->title, sizeof p->title);
    row_uuid(r, &p->host);
    row_copy(r, p->host_name, sizeof p->host_name);
    p->state = row_word(r, WORD_POST_STATE);
    p->places = row_i32(r);
    row_day_or_none(r, &p->confirmed_on);
    p->counts = row_bool(r);
    row_day_or_none(r, &p->next_day);
    row_copy(r, p->why, sizeof p->why);
    p->dormant = row_bool(r);
}

int count_read_posts(const struct conn_step *s, struct count_post out[COUNT_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_post, out, sizeof *out, COUNT_PAGE, n, more);
}
