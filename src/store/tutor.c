/* SPDX-License-Identifier: EUPL-1.2 */
/* A statement over casework.tutors, which decides who is told numbers of people. */
#include "store/tutor.h"

#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[TUTOR_STATEMENTS] = {
    [TUTOR_LIST] = {"tutors", "SELECT id, name, function, posts, people_max, trained_on, people, most, most_on, "
                              "away_first, away_last, stand_in, stand_in_name, created_at "
                              "FROM casework.tutors($1, $2, $3)"},
};

const struct conn_group tutor_statements = {stmts, TUTOR_STATEMENTS};

void tutor_list_step(struct conn_step *s, struct param_list *p, const struct uuid *host,
                     const struct page_cursor *after)
{
    conn_step_about(s, p, &stmts[TUTOR_LIST], host);
    param_cursor(p, after);
}

static void read_one(struct row *r, void *item)
{
    struct tutor *out = item;

    row_uuid(r, &out->id);
    row_copy(r, out->name, sizeof out->name);
    row_copy(r, out->function, sizeof out->function);
    out->posts = row_i32(r);
    out->people_max = row_i32_or(r, 0);
    row_day_or_none(r, &out->trained_on);
    out->people = row_i32_or(r, -1);
    out->most = row_i32_or(r, -1);
    row_day_or_none(r, &out->most_on);
    row_day_or_none(r, &out->away_first);
    row_day_or_none(r, &out->away_last);
    row_uuid_or_nil(r, &out->stand_in);
    row_copy_or_none(r, out->stand_in_name, sizeof out->stand_in_name);
    out->created_us = row_time(r);
}

int tutor_read_list(const struct conn_step *s, struct tutor out[TUTOR_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_one, out, sizeof *out, TUTOR_PAGE, n, more);
}
