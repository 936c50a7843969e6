/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over offer.contact and offer.contact_civil. */
#include "store/contact.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[CONTACT_STATEMENTS] = {
    [CONTACT_LIST] = {"contact_list", "SELECT c.id, c.part::text, c.name, c.function, c.phone, c.email, c.version, "
                                      "c.people_max, c.trained_on, CASE WHEN c.host_id = (SELECT sec.my_host()) THEN "
                                      "(SELECT count(DISTINCT p.chain) FROM casework.placement p JOIN offer.post o "
                                      "ON o.id = p.post_id WHERE p.host_id = c.host_id "
                                      "AND p.state IN ('proposed', 'accepted', 'signed') "
                                      "AND coalesce(p.in_charge, o.in_charge) = c.id)::integer END, "
                                      "v.birth_date, coalesce(v.birth_place, ''), coalesce(v.nationality, '') "
                                      "FROM offer.contact c LEFT JOIN offer.contact_civil v ON v.contact_id = c.id "
                                      "WHERE c.host_id = $1 ORDER BY c.name, c.id"},
    [CONTACT_NEW] = {"contact_new", "SELECT id, replayed FROM offer.contact_new($1, $2, $3, $4, $5, $6, $7, $8, $9, "
                                    "$10, $11, $12, $13)"},
    [CONTACT_PUT] = {"contact_put", "SELECT offer.contact_put($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"},
    [CONTACT_DROP] = {"contact_drop", "SELECT offer.contact_drop($1)"},
};

const struct conn_group contact_statements = {stmts, CONTACT_STATEMENTS};

void contact_list_step(struct conn_step *s, struct param_list *p, const struct uuid *host)
{
    conn_step_about(s, p, &stmts[CONTACT_LIST], host);
}

static void read_contact(struct row *r, void *item)
{
    struct contact *out = item;

    row_uuid(r, &out->id);
    row_copy(r, out->part, sizeof out->part);
    row_copy(r, out->name, sizeof out->name);
    row_copy(r, out->function, sizeof out->function);
    row_copy(r, out->phone, sizeof out->phone);
    row_copy(r, out->email, sizeof out->email);
    out->version = row_i32(r);
    out->people_max = row_i32_or(r, 0);
    row_day_or_none(r, &out->trained_on);
    out->people = row_i32_or(r, -1);
    row_day_or_none(r, &out->birth_date);
    row_copy(r, out->birth_place, sizeof out->birth_place);
    row_copy(r, out->nationality, sizeof out->nationality);
}

int contact_read_list(const struct conn_step *s, struct contact **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_contact, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}

static void put_sheet(struct param_list *p, const struct contact_sheet *h)
{
    param_str(p, h->part);
    param_str(p, h->name);
    param_str(p, h->function);
    param_str(p, h->phone);
    param_str(p, h->email);
    param_day(p, &h->birth_date);
    param_str(p, h->birth_place);
    param_str(p, h->nationality);
    if (h->people_max > 0)
        param_i32(p, h->people_max);
    else
        param_null(p);
    param_day(p, &h->trained_on);
}

void contact_new_step(struct conn_step *s, struct param_list *p, const struct uuid *host,
                      const struct contact_sheet *h, const unsigned char *key, const unsigned char *digest)
{
    conn_step_about(s, p, &stmts[CONTACT_NEW], host);
    put_sheet(p, h);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void contact_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                      const struct contact_sheet *h)
{
    conn_step_about(s, p, &stmts[CONTACT_PUT], id);
    param_i32(p, expected);
    put_sheet(p, h);
}

void contact_drop_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[CONTACT_DROP], id);
}
