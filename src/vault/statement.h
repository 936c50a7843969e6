/* SPDX-License-Identifier: EUPL-1.2 */
/* What officers decide together, as bytes: the statement, the first officer's endorsement of it, and the permit that
 * lets one colleague give a reset person her keys back. All MACs are the root's: nothing of it can be made with SQL. */
#ifndef JALON_VAULT_STATEMENT_H
#define JALON_VAULT_STATEMENT_H

#include <stdint.h>

#include "base/buf.h"
#include "vault/box.h"
#include "vault/ticket.h"

#define STATEMENT_ENDORSED_US (14 * 86400 * INT64_C(1000000)) /* how long an endorsement waits for its second */

enum statement_kind { STATEMENT_MEMBERSHIP = 1, STATEMENT_OFFICER = 2, STATEMENT_RESET = 3, STATEMENT_HOST_PAIR = 4 };

/* Hash over kind, request, person with her certified key, and organisation. */
void statement_hash(unsigned char hash[32], const struct ticket_act *a, const struct box_certificate *person);

void statement_endorse(const struct root *root, const unsigned char hash[32],
                       const struct uuid *officer, int64_t now_us,
                       struct buf *out);
/* ERR_OK when another officer endorsed exactly this in time; ERR_DENIED otherwise. */
int statement_endorsed(const struct root *root, const unsigned char hash[32], const struct uuid *second, int64_t now_us,
                       const void *p, size_t n) __attribute__((warn_unused_result));

/* The person's key of this generation may be given the organisation's secret by one member. */
void statement_permit(const struct root *root, const struct box_certificate *person, uint8_t org_kind,
                      const struct uuid *org, struct buf *out);
int statement_permitted(const struct root *root, const struct box_certificate *person, uint8_t org_kind,
                        const struct uuid *org, const void *p, size_t n) __attribute__((warn_unused_result));

/* A certificate as 86 bytes, and back with its MAC checked. ERR_DENIED when it is not of this root. */
void statement_put_certificate(const struct root *root, const struct box_certificate *c, struct buf *out);
int statement_certificate(const struct root *root, struct box_certificate *c, const void *p, size_t n)
    __attribute__((warn_unused_result));

#endif
