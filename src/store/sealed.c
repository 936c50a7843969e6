/* SPDX-License-Identifier: EUPL-1.2 */
/* Steps around sec.fetch, sec.seal_ticket and sec.store. A bundle holds the ticket that the vault believes, the
 * session's key blob, and the envelopes that this session may read now; what may be read and which version is next
 * is decided in SQL, under the session's own rights. */
#include "store/sealed.h"

#include "base/banned.h"

static const struct conn_stmt stmts[SEALED_STATEMENTS] = {
    [SEALED_FETCH] = {"fetch", "SELECT sec.fetch(ARRAY[$1::int], ARRAY[$2::uuid], ARRAY[$3::int], $4)"},
    [SEALED_TICKET] = {"seal_ticket", "SELECT sec.seal_ticket($1, $2, $3, $4)"},
    [SEALED_STORE] = {"store", "SELECT sec.store($1, $2, $3, $4, $5, $6, $7)"},
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
