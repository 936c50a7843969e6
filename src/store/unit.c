/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over who holds which organisation's secret. Boxes, certificates and permits themselves are not readable
 * from here: these functions answer with yes and no about each person. */

#include "store/row.h"
#include "store/rows.h"
#include "store/unit.h"

#include "base/banned.h"

#define COLUMNS \
    "SELECT u.id, u.name, u.kind, u.members, u.holders, u.officers, o.departement, u.alarm " \
    "FROM sec.units() u JOIN sec.organisation o ON o.id = u.id "

static const struct conn_stmt stmts[UNIT_STATEMENTS] = {
    [UNIT_LIST] = {"units", COLUMNS "ORDER BY u.name, u.id"},
    [UNIT_ONE] = {"unit_one", COLUMNS "WHERE u.id = $1"},
    [UNIT_MEMBERS] = {"members", "SELECT m.id, login, name, role, state, holder, officer, awaiting, cases, waiting, "
                                "placed FROM sec.members($1) m "
                                "LEFT JOIN casework.workload() w ON w.counsellor_id = m.id ORDER BY login"},
    [UNIT_PERMITS] = {"permits", "SELECT account, login, name, org, made_at FROM sec.permits()"},
    [UNIT_TERRITORY] = {"unit_territory", "SELECT sec.unit_territory($1, $2)"},
};

const struct conn_group unit_statements = {stmts, UNIT_STATEMENTS};

void unit_list_step(struct conn_step *s)
{
    conn_step_begin(s, NULL, &stmts[UNIT_LIST]);
}

void unit_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[UNIT_ONE], id);
}

void unit_members_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[UNIT_MEMBERS], id);
}

void unit_permits_step(struct conn_step *s)
{
    conn_step_begin(s, NULL, &stmts[UNIT_PERMITS]);
}

void unit_territory_step(struct conn_step *s, struct param_list *p, const struct uuid *id, const char *departement)
{
    conn_step_about(s, p, &stmts[UNIT_TERRITORY], id);
    param_str(p, departement);
}

static void read_unit(struct row *r, void *item)
{
    struct unit *out = item;

    row_uuid(r, &out->id);
    row_copy(r, out->name, sizeof out->name);
    row_copy(r, out->kind, sizeof out->kind);
    out->members = row_i32(r);
    out->holders = row_i32(r);
    out->officers = row_i32(r);
    row_copy_or_none(r, out->departement, sizeof out->departement);
    out->alarm = row_bool(r);
}

int unit_read_list(const struct conn_step *s, struct unit **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_unit, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}

static void read_member(struct row *r, void *item)
{
    struct unit_member *out = item;

    row_uuid(r, &out->id);
    row_copy(r, out->login, sizeof out->login);
    row_copy(r, out->name, sizeof out->name);
    row_copy(r, out->role, sizeof out->role);
    row_copy(r, out->state, sizeof out->state);
    out->holder = row_bool(r);
    out->officer = row_bool(r);
    out->awaiting = row_bool(r);
    out->counted = !row_null(r);
    out->cases = out->counted ? row_i32(r) : 0;
    out->waiting = row_i32_or(r, 0);
    out->placed = row_i32_or(r, 0);
}

int unit_read_members(const struct conn_step *s, struct unit_member **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_member, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}

static void read_permit(struct row *r, void *item)
{
    struct unit_permit *out = item;

    row_uuid(r, &out->account);
    row_copy(r, out->login, sizeof out->login);
    row_copy(r, out->name, sizeof out->name);
    row_uuid(r, &out->org);
    out->made_us = row_time(r);
}

int unit_read_permits(const struct conn_step *s, struct unit_permit **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_permit, sizeof **out, ROWS_ANY, n, &rc);
    return rc;
}
