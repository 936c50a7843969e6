/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over offer.absence. */
#include "store/absence.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

#define ABSENCES(more) \
    "SELECT a.id, c.id, c.name, lower(a.days), upper(a.days) - 1, s.id, s.name, a.version FROM offer.absence a " \
    "JOIN offer.contact c ON c.id = a.contact_id LEFT JOIN offer.contact s ON s.id = a.stand_in " more \
    " AND upper(a.days) > offer.today() ORDER BY lower(a.days), a.id"

static const struct conn_stmt stmts[ABSENCE_STATEMENTS] = {
    [ABSENCE_OF_HOST] = {"absences", ABSENCES("WHERE a.host_id = $1")},
    [ABSENCE_OF_POST] = {"absences_of_post",
                         ABSENCES("JOIN offer.post p ON p.in_charge = c.id WHERE p.id = $1") " LIMIT 100"},
    [ABSENCE_NEW] = {"absence_new", "SELECT id, replayed FROM offer.absence_new($1, $2, $3, $4, $5, $6)"},
    [ABSENCE_PUT] = {"absence_put", "SELECT offer.absence_put($1, $2, $3, $4, $5)"},
    [ABSENCE_DROP] = {"absence_drop", "SELECT offer.absence_drop($1)"},
};

const struct conn_group absence_statements = {stmts, ABSENCE_STATEMENTS};

void absence_of_host_step(struct conn_step *s, struct param_list *p, const struct uuid *host)
{
    conn_step_about(s, p, &stmts[ABSENCE_OF_HOST], host);
}

void absence_of_post_step(struct conn_step *s, struct param_list *p, const struct uuid *post)
{
    conn_step_about(s, p, &stmts[ABSENCE_OF_POST], post);
}

static void read_one(struct row *r, void *item)
{
    struct absence *a = item;

    row_uuid(r, &a->id);
    row_uuid(r, &a->contact);
    row_copy(r, a->name, sizeof a->name);
    row_day(r, &a->first);
    row_day(r, &a->last);
    row_uuid_or_nil(r, &a->stand_in);
    row_copy_or_none(r, a->stand_in_name, sizeof a->stand_in_name);
    a->version = row_i32(r);
}

int absence_read_list(const struct conn_step *s, struct absence **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_one, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}

int absence_read_page(const struct conn_step *s, struct absence out[ABSENCE_PAGE], size_t *n)
{
    return rows_read(s, read_one, out, sizeof *out, ABSENCE_PAGE, n);
}

static void put_days(struct param_list *p, const struct absence_days *days)
{
    param_day(p, &days->first);
    param_day(p, &days->last);
    param_uuid_or_null(p, &days->stand_in);
}

void absence_new_step(struct conn_step *s, struct param_list *p, const struct uuid *contact,
                      const struct absence_days *days, const unsigned char *key, const unsigned char *digest)
{
    conn_step_about(s, p, &stmts[ABSENCE_NEW], contact);
    put_days(p, days);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void absence_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                      const struct absence_days *days)
{
    conn_step_about(s, p, &stmts[ABSENCE_PUT], id);
    param_i32(p, expected);
    put_days(p, days);
}

void absence_drop_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[ABSENCE_DROP], id);
}
