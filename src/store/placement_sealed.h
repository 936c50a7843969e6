/* SPDX-License-Identifier: EUPL-1.2 */
/* What is sealed of a placement, on its way out: what the host is told, its words, and names on a page; and the
 * identity out of which name and phone are taken. */
#ifndef JALON_STORE_PLACEMENT_SEALED_H
#define JALON_STORE_PLACEMENT_SEALED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "domain/reason.h"
#include "store/conn.h"
#include "store/param.h"
#include "store/placement.h"

#define PLACEMENT_SEALED_PARTS 3

enum placement_sealed_statement {
    PLACEMENT_SEALED_THERE,
    PLACEMENT_SEALED_SHEET,
    PLACEMENT_SEALED_IDENTITY,
    PLACEMENT_SEALED_CONTACT,
    PLACEMENT_SEALED_NAMES,
    PLACEMENT_SEALED_STATEMENTS
};

/* What a bundle of placement_sealed_read_sheet holds, in this order. */
struct placement_sealed_parts {
    bool sheet;
    bool contact;
    bool answer;
};

extern const struct conn_group placement_sealed_statements;

/* Steps of a transaction with a bound session; p is initialised here, must live until the step ran, and wants
 * param_release. */

/* Whether the session sees such a placement: ERR_NOTFOUND. */
void placement_sealed_there_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
int placement_sealed_read_there(const struct conn_step *s) __attribute__((warn_unused_result));
/* The sheet, name and phone, the host's words: those that are there and that the caller is one to read. Who signs for
 * her director has the sheet alone. An empty bundle: none is. ERR_NOTFOUND. */
void placement_sealed_sheet_step(struct conn_step *s, struct param_list *p, const struct uuid *id, enum reason reason);
int placement_sealed_read_sheet(const struct conn_step *s, struct placement_sealed_parts *parts, struct buf *bundle)
    __attribute__((warn_unused_result));
/* The identity of the person of a placement, for a host that accepted. *ready false, and no bundle: it did not, or no
 * longer. ERR_NOTFOUND. */
void placement_sealed_identity_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
int placement_sealed_read_identity(const struct conn_step *s, bool *ready, struct buf *bundle)
    __attribute__((warn_unused_result));
/* The current version of name and phone; 0: none. */
void placement_sealed_contact_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
int placement_sealed_read_contact(const struct conn_step *s, int32_t *version) __attribute__((warn_unused_result));
/* Name and phone of those of n placements (at most PLACEMENT_PAGE) of which there are, and that the caller may open: of
 * the own caseload, or of the own host with the key that it holds. read: which they are, in the order given, and one
 * bundle of all. */
void placement_sealed_names_step(struct conn_step *s, struct param_list *p, const struct uuid *ids, size_t n);
int placement_sealed_read_names(const struct conn_step *s, struct uuid out[PLACEMENT_PAGE], size_t *n,
                                struct buf *bundle) __attribute__((warn_unused_result));

#endif
