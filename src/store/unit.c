/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over who holds which organisation's secret. Boxes, certificates and permits themselves are not readable
 * from here: these functions answer with yes and no about each person. */
#include <string.h>

#include "base/err.h"
#include "store/row.h"
#include "store/unit.h"

#include "base/banned.h"

#define COLUMNS \
    "SELECT u.id, u.name, u.kind, u.members, u.holders, u.officers, o.departement, u.alarm " \
    "FROM sec.units() u JOIN sec.organisation o ON o.id = u.id "

static const struct conn_stmt stmts[UNIT_STATEMENTS] = {
    [UNIT_LIST] = {"units", COLUMNS "ORDER BY u.name, u.id"},
    [UNIT_ONE] = {"unit_one", COLUMNS "WHERE u.id = $1"},
    [UNIT_MEMBERS] = {"members", "SELECT id, login, name, role, state, holder, officer, awaiting FROM sec.members($1)"},
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

size_t unit_rows(const struct conn_step *s)
{
    return (size_t)row_count(s->result);
}

int unit_read(const struct conn_step *s, size_t i, struct unit *out)
{
    struct row r;

    memset(out, 0, sizeof *out);
    row_init(&r, s->result, (int)i);
    row_uuid(&r, &out->id);
    row_copy(&r, out->name, sizeof out->name);
    row_copy(&r, out->kind, sizeof out->kind);
    out->members = row_i32(&r);
    out->holders = row_i32(&r);
    out->officers = row_i32(&r);
    row_copy_or_none(&r, out->departement, sizeof out->departement);
    out->alarm = row_bool(&r);
    return row_end(&r);
}

int unit_read_member(const struct conn_step *s, size_t i, struct unit_member *out)
{
    struct row r;

    memset(out, 0, sizeof *out);
    row_init(&r, s->result, (int)i);
    row_uuid(&r, &out->id);
    row_copy(&r, out->login, sizeof out->login);
    row_copy(&r, out->name, sizeof out->name);
    row_copy(&r, out->role, sizeof out->role);
    row_copy(&r, out->state, sizeof out->state);
    out->holder = row_bool(&r);
    out->officer = row_bool(&r);
    out->awaiting = row_bool(&r);
    return row_end(&r);
}

int unit_read_permit(const struct conn_step *s, size_t i, struct unit_permit *out)
{
    struct row r;

    memset(out, 0, sizeof *out);
    row_init(&r, s->result, (int)i);
    row_uuid(&r, &out->account);
    row_copy(&r, out->login, sizeof out->login);
    row_copy(&r, out->name, sizeof out->name);
    row_uuid(&r, &out->org);
    out->made_us = row_time(&r);
    return row_end(&r);
}
