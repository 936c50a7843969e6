/* SPDX-License-Identifier: EUPL-1.2 */
/* What PostgreSQL allows one session right now, MAC'd so that the web process can carry but not write it. The layout is
 * in wire/vault_msg.h. */
#ifndef JALON_VAULT_TICKET_H
#define JALON_VAULT_TICKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "vault/root.h"
#include "wire/vault_msg.h"

enum ticket_kind { TICKET_OPEN = 1, TICKET_SEAL = 2, TICKET_UNLOCK = 3, TICKET_ACT = 4, TICKET_SHARE = 5 };
enum ticket_act_kind {
    TICKET_ACT_ACCOUNT = 1,
    TICKET_ACT_APPROVE = 2,
    TICKET_ACT_RESEAL = 3,
    TICKET_ACT_GLASS = 4,
    TICKET_ACT_GENERATION = 5
};

#define TICKET_AGE_US (30 * INT64_C(1000000))   /* DESIGN section 3: nothing opens on an older one */
#define TICKET_AHEAD_US (5 * INT64_C(1000000)) /* how far PostgreSQL's clock may be ahead of ours */
#define TICKET_WORD 25                         /* longest role or reason, with its NUL */

/* One record version that may be opened or sealed (the owner is whose secret gives the case key: case_key.h), in a
 * share ticket a placement or a compartment whose key is shared, in an unlock ticket one membership box (then only
 * kind, owner_* and recipient_generation). */
struct ticket_item {
    uint16_t table;
    struct uuid row;
    uint32_t version;
    struct uuid case_id;
    uint8_t compartment;
    uint8_t link;
    uint8_t owner_kind;
    struct uuid owner;
    uint32_t owner_generation;
    uint32_t key_generation;
    uint8_t box_kind;
    uint32_t recipient_generation;
};

/* The one item of an act ticket (wire/people_msg.h): what is to be done with whose keys. A new generation has one for
 * each member: this is the first, and of all of them the ticket's items hold owner and owner_generation. */
struct ticket_act {
    uint8_t act; /* enum ticket_act_kind */
    uint8_t statement;
    struct uuid request;          /* nil for an account; of a break-glass the case */
    uint32_t recovery_generation; /* of the recovery pair; for a host's or unit's new pair, else 0 */
    struct uuid user;
    uint32_t user_generation;
    uint8_t org_kind;
    struct uuid org;
    uint32_t org_generation;
    uint32_t record_version;
};

/* Who gets the keys of the items of a share ticket. */
struct ticket_recipient {
    uint8_t kind; /* enum owner_kind */
    struct uuid owner;
    uint32_t generation;
};

struct ticket {
    enum ticket_kind kind;
    unsigned char session[32]; /* SHA-256 of the session id */
    int64_t session_end_us;
    struct uuid user;
    char role[TICKET_WORD];
    struct uuid org;
    char reason[TICKET_WORD];  /* "" : none */
    bool reason_default;
    struct ticket_act act; /* TICKET_ACT only; n is then 0 */
    struct ticket_recipient recipient; /* TICKET_SHARE only; n is then 1 */
    size_t n;
    struct ticket_item item[VAULT_ITEMS];
};

/* Reads and checks a ticket of this kind for the holder of this token at this time. ERR_FORMAT when it is no ticket,
 * ERR_DENIED when it is forged, stale, of another kind or names another session. */
int ticket_check(struct ticket *t, const struct root *root, enum ticket_kind kind,
                 const unsigned char token[VAULT_TOKEN], int64_t now_us, const void *p, size_t n)
    __attribute__((warn_unused_result));
/* SHA-256 of the session id that belongs to the token. */
void ticket_session(unsigned char hash[32], const unsigned char token[VAULT_TOKEN]);

#endif
