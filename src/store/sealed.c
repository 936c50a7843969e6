/* SPDX-License-Identifier: EUPL-1.2 */
/* Steps around sec.fetch, sec.seal_ticket and sec.store. A bundle holds the ticket that the vault believes, the
 * session's key blob, and the envelopes that this session may read now; what may be read and which version is next
 * is decided in SQL, under the session's own rights. */
#include "base/err.h"
#include "store/row.h"
#include "store/sealed.h"

#include "base/banned.h"

/* $1 table code, $2 row, $3 compartment, $4 reason. The row is read under its policies, the bundle under those of
 * sec.fetch. */
#define ONE(version, table) \
    "SELECT " version ", CASE WHEN " version " > 0 " \
    "THEN sec.fetch(ARRAY[$1::int], ARRAY[id], ARRAY[$3::int], $4) ELSE ''::bytea END FROM casework." table \
    " WHERE id = $2"

static const struct conn_stmt stmts[SEALED_STATEMENTS] = {
    [SEALED_FETCH] = {"fetch", "SELECT sec.fetch(ARRAY[$1::int], ARRAY[$2::uuid], ARRAY[$3::int], $4)"},
    [SEALED_FETCH_MANY] = {"fetch_many", "SELECT sec.fetch(array_fill($1::int, ARRAY[cardinality($2::uuid[])]), "
                                         "$2::uuid[], array_fill($3::int, ARRAY[cardinality($2::uuid[])]), $4)"},
    [SEALED_TICKET] = {"seal_ticket", "SELECT sec.seal_ticket($1, $2, $3, $4)"},
    [SEALED_STORE] = {"store", "SELECT sec.store($1, $2, $3, $4, $5, $6, $7)"},
    [SEALED_PROFILE] = {"sealed_profile", ONE("match_version", "case_file")},
    [SEALED_JUSTICE] = {"sealed_justice", ONE("justice_version", "measure")},
    [SEALED_COPY] = {"sealed_copy", ONE("justice_version", "authority_act")},
    [SEALED_REASON] = {"sealed_reason",
        "SELECT reason_version, CASE WHEN reason_version > 0 "
        "THEN sec.fetch(ARRAY[$1::int], ARRAY[placement_id], ARRAY[$3::int], $4) ELSE ''::bytea END "
        "FROM casework.placement_decision WHERE placement_id = $2"},
    [SEALED_WORDS] = {"sealed_words", ONE("text_version", "incident")},
    [SEALED_NOTE] = {"sealed_note", ONE("note_version", "incident")},
    [SEALED_REPORT] = {"sealed_report", ONE("text_version", "judge_report")},
    [SEALED_HOURS] = {"sealed_hours", ONE("text_version", "hours_report")},
    [SEALED_ENTRY] = {"sealed_entry", ONE("reasoned::int", "hours_entry")},
    [SEALED_LAST_DAY] = {"sealed_last_day", ONE("1", "last_day_change")},
    [SEALED_SETTLEMENT] =
        {"sealed_settlement", "SELECT coalesce(e.reasoned, false)::int, CASE WHEN e.reasoned "
                              "THEN sec.fetch(ARRAY[$1::int], ARRAY[e.id], ARRAY[$3::int], $4) ELSE ''::bytea END "
                              "FROM casework.hours_report r LEFT JOIN casework.hours_entry e ON e.report_id = r.id "
                              "AND r.state = 'settled' AND e.kind = 'credit' "
                              "AND NOT EXISTS (SELECT FROM casework.hours_entry c WHERE c.reverses = e.id) "
                              "WHERE r.id = $2"},
};

const struct conn_group sealed_statements = {stmts, SEALED_STATEMENTS};

static void begin_ref(struct conn_step *s, struct param_list *p, const struct sealed_ref *ref,
                      enum sealed_statement which)
{
    conn_step_begin(s, p, &stmts[which]);
    param_i32(p, (int32_t)ref->table);
    param_uuid(p, &ref->row);
    param_i32(p, (int32_t)ref->compartment);
}

void sealed_fetch_step(struct conn_step *s, struct param_list *p, const struct sealed_ref *ref, enum reason reason)
{
    begin_ref(s, p, ref, SEALED_FETCH);
    param_str(p, reason_code(reason));
}

void sealed_fetch_many_step(struct conn_step *s, struct param_list *p, enum record_table table,
                            enum record_compartment compartment, const struct uuid *rows, size_t n, enum reason reason)
{
    conn_step_begin(s, p, &stmts[SEALED_FETCH_MANY]);
    param_i32(p, (int32_t)table);
    param_uuid_array(p, rows, n);
    param_i32(p, (int32_t)compartment);
    param_str(p, reason_code(reason));
}

static enum sealed_statement one_of(const struct sealed_ref *ref)
{
    static const struct {
        enum record_table table;
        enum record_compartment compartment;
        enum sealed_statement which;
    } rows[] = {
        {RECORD_CASE_FILE, RECORD_MATCH, SEALED_PROFILE},
        {RECORD_MEASURE, RECORD_JUSTICE, SEALED_JUSTICE},
        {RECORD_PLACEMENT_OFFER, RECORD_JUSTICE, SEALED_REASON},
        {RECORD_HOURS_REPORT, RECORD_PLACEMENT, SEALED_HOURS},
        {RECORD_HOURS_REPORT, RECORD_JUSTICE, SEALED_SETTLEMENT},
        {RECORD_HOURS_ENTRY, RECORD_JUSTICE, SEALED_ENTRY},
        {RECORD_LAST_DAY_CHANGE, RECORD_JUSTICE, SEALED_LAST_DAY},
        {RECORD_INCIDENT, RECORD_PLACEMENT, SEALED_WORDS},
        {RECORD_INCIDENT, RECORD_JUSTICE, SEALED_NOTE},
        {RECORD_JUDGE_REPORT, RECORD_JUSTICE, SEALED_REPORT},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].table == ref->table && rows[i].compartment == ref->compartment)
            return rows[i].which;
    return SEALED_COPY;
}

void sealed_one_step(struct conn_step *s, struct param_list *p, const struct sealed_ref *ref, enum reason reason)
{
    enum sealed_statement which = one_of(ref);
    struct sealed_ref sealed = *ref;

    if (which == SEALED_SETTLEMENT)
        sealed.table = RECORD_HOURS_ENTRY; /* the row is that of the report still */
    begin_ref(s, p, &sealed, which);
    param_str(p, reason_code(reason));
}

int sealed_read_one(const struct conn_step *s, int32_t *version, struct buf *bundle)
{
    struct row r;

    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    row_init(&r, s->result, 0);
    *version = row_i32(&r);
    return row_take_last(&r, bundle);
}

void sealed_ticket_step(struct conn_step *s, struct param_list *p, const struct sealed_ref *ref)
{
    begin_ref(s, p, ref, SEALED_TICKET);
    param_i32(p, ref->version);
}

void sealed_store_step(struct conn_step *s, struct param_list *p, const struct sealed_ref *ref,
                       struct sealed_bytes envelope, struct sealed_bytes wrap, struct sealed_bytes person)
{
    begin_ref(s, p, ref, SEALED_STORE);
    param_i32(p, ref->version);
    param_bytes(p, envelope.p, envelope.n);
    param_bytes(p, wrap.p, wrap.n);
    param_bytes(p, person.p, person.n);
}
