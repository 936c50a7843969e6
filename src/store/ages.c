/* SPDX-License-Identifier: EUPL-1.2 */
/* One statement, so that no identity is asked for an adult's measure or for one that is not to be opened. A rule
 * without its parameter is a hole in our data and fails the reading. */
#include <string.h>

#include "base/err.h"
#include "domain/reason.h"
#include "domain/record.h"
#include "store/ages.h"
#include "store/row.h"

#include "base/banned.h"

#define AMOUNT(name, day) \
    "(SELECT p.amount FROM offer.rule_param p WHERE p.rule = 'M-03' AND p.name = '" name "' AND p.valid @> m." day ")"

/* $1 measure, $2 table code, $3 compartment, $4 reason */
static const struct conn_stmt stmts[AGES_STATEMENTS] = {
    [AGES_OF] = {"ages_of",
                 "SELECT x.asked, c.ident_version > 0, m.facts_on, m.judged_on, " AMOUNT("age_at_facts", "facts_on")
                 ", " AMOUNT("age_at_decision", "judged_on")
                 ", CASE WHEN x.asked AND c.ident_version > 0 "
                 "THEN sec.fetch(ARRAY[$2::int], ARRAY[c.id], ARRAY[$3::int], $4) ELSE ''::bytea END "
                 "FROM casework.measure m JOIN casework.case_file c ON c.id = m.case_id, "
                 "LATERAL (SELECT c.minor AND m.state = 'draft' AND num_nulls(m.facts_on, m.judged_on) = 0) "
                 "AS x (asked) WHERE m.id = $1"},
};

const struct conn_group ages_statements = {stmts, AGES_STATEMENTS};

void ages_step(struct conn_step *s, struct param_list *p, const struct uuid *measure)
{
    conn_step_about(s, p, &stmts[AGES_OF], measure);
    param_i32(p, RECORD_CASE_FILE);
    param_i32(p, RECORD_IDENT);
    param_str(p, reason_code(REASON_INTAKE));
}

int ages_read(const struct conn_step *s, struct ages *out, struct buf *bundle)
{
    struct row r;

    memset(out, 0, sizeof *out);
    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    row_init(&r, s->result, 0);
    out->asked = row_bool(&r);
    if (r.bad || !out->asked)
        return r.bad ? ERR_FORMAT : ERR_OK;
    out->identified = row_bool(&r);
    row_day(&r, &out->facts);
    row_day(&r, &out->judged);
    out->least.at_facts = row_i32(&r);
    out->least.at_decision = row_i32(&r);
    return row_take_last(&r, bundle);
}
