/* SPDX-License-Identifier: EUPL-1.2 */
/* Sealed records: what the database gives out for the vault (bundles) and takes back from it (envelopes). Bytes
 * only; all of these are steps of a transaction that has bound a session. */
#ifndef JALON_STORE_SEALED_H
#define JALON_STORE_SEALED_H

#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "domain/reason.h"
#include "domain/record.h"
#include "store/conn.h"
#include "store/param.h"

enum sealed_statement {
    SEALED_FETCH,
    SEALED_FETCH_MANY,
    SEALED_TICKET,
    SEALED_STORE,
    SEALED_PROFILE,
    SEALED_JUSTICE,
    SEALED_COPY,
    SEALED_REASON,
    SEALED_WORDS,
    SEALED_NOTE,
    SEALED_REPORT,
    SEALED_HOURS,
    SEALED_ENTRY,
    SEALED_SETTLEMENT,
    SEALED_LAST_DAY,
    SEALED_STATEMENTS
};

extern const struct conn_group sealed_statements;

struct sealed_ref {
    enum record_table table;
    struct uuid row;
    enum record_compartment compartment;
    int32_t version; /* ticket and store only */
};

struct sealed_bytes {
    const void *p;
    size_t n;
};

/* Fill a step and its parameters; fetch and ticket give a bundle (row_take). p is
 * initialised here, must live until the step ran, and wants param_release. */
void sealed_fetch_step(struct conn_step *s, struct param_list *p, const struct sealed_ref *ref, enum reason reason);
/* Of n rows of one table the records of one compartment, in that order, all or none: at most VAULT_ITEMS. */
void sealed_fetch_many_step(struct conn_step *s, struct param_list *p, enum record_table table,
                            enum record_compartment compartment, const struct uuid *rows, size_t n, enum reason reason);
/* The current version of one record besides the identity and, when there is one, its bundle: RECORD_CASE_FILE with
 * RECORD_MATCH; RECORD_HOURS_REPORT with RECORD_PLACEMENT; RECORD_MEASURE, RECORD_AUTHORITY_ACT, RECORD_HOURS_ENTRY,
 * RECORD_LAST_DAY_CHANGE, RECORD_PLACEMENT_OFFER or RECORD_JUDGE_REPORT with RECORD_JUSTICE; RECORD_INCIDENT with
 * either. RECORD_HOURS_REPORT with RECORD_JUSTICE is the reason of its present settlement, which lies beside an entry
 * of the ledger. read_one: ERR_NOTFOUND when the session sees no such row; version 0 and an empty bundle when nothing
 * was written yet. */
void sealed_one_step(struct conn_step *s, struct param_list *p, const struct sealed_ref *ref, enum reason reason);
int sealed_read_one(const struct conn_step *s, int32_t *version, struct buf *bundle)
    __attribute__((warn_unused_result));
void sealed_ticket_step(struct conn_step *s, struct param_list *p, const struct sealed_ref *ref);
/* What the vault made, not copied: the envelope, the wrap (n == 0: the case key was there already), and of an identity
 * the hash by which the same person is found (n == 0: none). */
void sealed_store_step(struct conn_step *s, struct param_list *p, const struct sealed_ref *ref,
                       struct sealed_bytes envelope, struct sealed_bytes wrap, struct sealed_bytes person);

#endif
