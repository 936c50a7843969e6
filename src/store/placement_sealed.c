/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows are read under their policies, bundles under the rules of sec.fetch, which gives all that is asked for or
 * nothing: so a statement asks for no more than the caller may have. */
#include "base/err.h"
#include "store/placement_sealed.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

/* Whether the caller works on the case of p or belongs to its host, and does not merely sign. */
#define WORKS \
    "((SELECT (sec.me()).role) <> 'counsellor' OR EXISTS (SELECT FROM casework.case_file c WHERE c.id = p.case_id " \
    "AND (c.counsellor_id = (SELECT (sec.me()).account) OR c.id = ANY ((SELECT sec.my_glass())::uuid[]))))"

static const struct conn_stmt stmts[PLACEMENT_SEALED_STATEMENTS] = {
    [PLACEMENT_SEALED_THERE] = {"placement_there", "SELECT p.id FROM casework.placement p WHERE p.id = $1"},
    [PLACEMENT_SEALED_SHEET] = {"placement_sheet",
        "SELECT coalesce(4 = ANY (x.tabs), false), coalesce(5 = ANY (x.tabs), false), "
        "coalesce(6 = ANY (x.tabs), false), CASE WHEN x.tabs IS NULL THEN ''::bytea "
        "ELSE sec.fetch(x.tabs, x.ids, x.comps, $2) END FROM casework.placement p CROSS JOIN LATERAL "
        "(SELECT array_agg(t.tab ORDER BY t.tab) AS tabs, array_agg(t.id) AS ids, array_agg(t.comp) AS comps "
        "FROM (VALUES (4, p.id, 4, p.offer_version), (5, p.id, 4, p.contact_version), (6, p.id, 4, p.answer_version)) "
        "AS t (tab, id, comp, version) "
        "WHERE t.version > 0 AND (t.tab = 4 OR " WORKS ")) AS x WHERE p.id = $1"},
    [PLACEMENT_SEALED_IDENTITY] = {"placement_identity",
        "SELECT p.state IN ('accepted', 'signed'), CASE WHEN p.state IN ('accepted', 'signed') "
        "THEN sec.fetch(ARRAY[1], ARRAY[p.case_id], ARRAY[1], '') ELSE ''::bytea END "
        "FROM casework.placement p WHERE p.id = $1"},
    [PLACEMENT_SEALED_CONTACT] = {"placement_contact",
        "SELECT p.contact_version FROM casework.placement p WHERE p.id = $1"},
    [PLACEMENT_SEALED_NAMES] = {"placement_names",
        "WITH shown AS MATERIALIZED (SELECT p.id, t.n FROM unnest($1::uuid[]) WITH ORDINALITY AS t (id, n) "
        "JOIN casework.placement p ON p.id = t.id WHERE p.contact_version > 0 "
        "AND p.state IN ('accepted', 'signed', 'ended') AND CASE WHEN (SELECT (sec.me()).role) = 'counsellor' "
        "THEN EXISTS (SELECT FROM casework.case_file c "
        "WHERE c.id = p.case_id AND c.counsellor_id = (SELECT (sec.me()).account)) ELSE sec.has_key(p.id) END), "
        "sealed AS (SELECT array_agg(id ORDER BY n) AS ids, array_agg(5) AS tabs, array_agg(4) AS comps FROM shown) "
        "SELECT id, CASE WHEN row_number() OVER (ORDER BY n) = 1 "
        "THEN (SELECT sec.fetch(tabs, ids, comps, '') FROM sealed) ELSE ''::bytea END FROM shown ORDER BY n LIMIT 25"},
};

const struct conn_group placement_sealed_statements = {stmts, PLACEMENT_SEALED_STATEMENTS};

void placement_sealed_there_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[PLACEMENT_SEALED_THERE], id);
}

int placement_sealed_read_there(const struct conn_step *s)
{
    return row_count(s->result) == 0 ? ERR_NOTFOUND : ERR_OK;
}

void placement_sealed_sheet_step(struct conn_step *s, struct param_list *p, const struct uuid *id, enum reason reason)
{
    conn_step_about(s, p, &stmts[PLACEMENT_SEALED_SHEET], id);
    param_str(p, reason_code(reason));
}

int placement_sealed_read_sheet(const struct conn_step *s, struct placement_sealed_parts *parts, struct buf *bundle)
{
    struct row r;

    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    row_init(&r, s->result, 0);
    parts->sheet = row_bool(&r);
    parts->contact = row_bool(&r);
    parts->answer = row_bool(&r);
    return row_take_last(&r, bundle);
}

void placement_sealed_identity_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[PLACEMENT_SEALED_IDENTITY], id);
}

int placement_sealed_read_identity(const struct conn_step *s, bool *ready, struct buf *bundle)
{
    struct row r;

    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    row_init(&r, s->result, 0);
    *ready = row_bool(&r);
    return row_take_last(&r, bundle);
}

void placement_sealed_contact_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[PLACEMENT_SEALED_CONTACT], id);
}

int placement_sealed_read_contact(const struct conn_step *s, int32_t *version)
{
    struct row r;

    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    row_init(&r, s->result, 0);
    *version = row_i32(&r);
    return row_end(&r);
}

void placement_sealed_names_step(struct conn_step *s, struct param_list *p, const struct uuid *ids, size_t n)
{
    conn_step_begin(s, p, &stmts[PLACEMENT_SEALED_NAMES]);
    param_uuid_array(p, ids, n);
}

/* The bundle is in the first row, and nothing in the others. */
static void read_name(struct row *r, void *item)
{
    size_t n;

    row_uuid(r, item);
    row_bytes(r, &n);
}

int placement_sealed_read_names(const struct conn_step *s, struct uuid out[PLACEMENT_PAGE], size_t *n,
                                struct buf *bundle)
{
    int rc = rows_read(s, read_name, out, sizeof *out, PLACEMENT_PAGE, n);

    return rc == ERR_OK ? rows_take_beside(s, bundle) : rc;
}
