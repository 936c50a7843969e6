/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements around casework.same_person, which notes that it was asked. */
#include "store/person.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[PERSON_STATEMENTS] = {
    [PERSON_SAME] = {"same_person", "SELECT other_case, unit_id, unit_name FROM casework.same_person($1) LIMIT 32"},
    [PERSON_KNOWN] = {"person_known", "SELECT EXISTS (SELECT FROM casework.same_person($1))"},
};

const struct conn_group person_statements = {stmts, PERSON_STATEMENTS};

void person_same_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id)
{
    conn_step_about(s, p, &stmts[PERSON_SAME], case_id);
}

static void read_case(struct row *r, void *item)
{
    struct person_case *out = item;

    row_uuid_or_nil(r, &out->case_id);
    row_uuid(r, &out->unit);
    row_copy(r, out->unit_name, sizeof out->unit_name);
}

int person_read_same(const struct conn_step *s, struct person_case out[PERSON_CASES], size_t *n)
{
    return rows_read(s, read_case, out, sizeof *out, PERSON_CASES, n);
}

void person_known_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id)
{
    conn_step_about(s, p, &stmts[PERSON_KNOWN], case_id);
}

int person_read_known(const struct conn_step *s, bool *known)
{
    struct row r;

    row_init(&r, s->result, 0);
    *known = row_bool(&r);
    return row_end(&r);
}
