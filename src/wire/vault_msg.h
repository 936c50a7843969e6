/* SPDX-License-Identifier: EUPL-1.2 */
/* What is said to jalon-vault, and the bytes that SQL and vault exchange through jalond without its understanding them.
 *
 * VAULT_PING     empty
 *      reply     u8 demonstration (0 or 1) | u8 separated (the vault's uid is not the asker's)
 *                | u16 id of its MAC keys | u8 it takes tickets of the next id too (0 or 1)
 * VAULT_SIGN_IN  lv8 login (folded, at most 64) | lv16 record (VAULT_RECORD) | lv16 password (1 to 1024)
 *                | lv8 otp (6 digits) | lv8 claimed address
 *      reply     token 32 | lv16 grant | lv16 key blob; WIRE_DENIED alike for every reason
 * VAULT_UNLOCK   token 32 | lv16 key blob of the sign-in | lv32 material (from sec.open_session)
 *      reply     lv16 key blob for the session (goes to sec.keep_keys) | u8 number of boxes that did not open
 * VAULT_OPEN     token 32 | lv32 bundle (from sec.fetch) | lv8 claimed address
 *      reply     u16 n | n times { u8 0 opened or 1 integrity | lv32 plaintext }, in ticket order; WIRE_DENIED when
 *                the session holds none of the keys
 * VAULT_SEAL     token 32 | lv32 bundle (from sec.seal_ticket) | u16 n
 *                | n times { lv32 plaintext | lv16 person (who it is, folded; empty but in IDENT) }, in ticket order
 *      reply     u16 n | n times { lv32 envelope | lv16 wrap, empty when the case key was there
 *                | lv8 keyed hash of the person (VAULT_PERSON bytes; empty when there was none) }
 * VAULT_ENROL    lv8 login | lv16 record | lv16 code | lv16 new password | lv8 claimed address
 *      reply     lv8 TOTP secret (base32) | lv16 offer; WIRE_DENIED alike for every reason but a weak password, which
 *                is WIRE_OK with an empty secret and an empty offer
 * VAULT_CONFIRM  lv8 login | lv16 record | lv16 code | lv16 new password | lv16 offer | lv8 otp | lv8 claimed address
 *      reply     lv16 grant (kind enrol) | lv16 new record
 * VAULT_SHARE    token 32 | lv32 bundle (from sec.share_ticket) | lv8 claimed address
 *      reply     lv16 boxes, one for each item, all of PEOPLE_BOX bytes: the key of a placement for the pair of its
 *                host (goes to sec.share_store), or those of a case for a person of another unit (sec.glass_give);
 *                WIRE_DENIED alike for every reason
 *
 * Bytes made by SQL, MAC'd with HMAC-SHA-256 under the ticket key, big-endian:
 *   ticket     "JTK1" | u16 key id | u8 kind (1 open, 2 seal, 3 unlock, 4 act: people_msg.h, 5 share)
 *              | i64 issued us | session id hash 32
 *              | i64 session end us | user 16 | lv8 role | org 16 | lv8 reason (may be empty)
 *              | u8 reason was the default | u16 n | n items | mac 32 over all before it
 *   item       (open, seal; 65 bytes) u16 table | row 16 | u32 version | case 16 | u8 compartment | u8 link
 *              | u8 owner kind | owner 16 | u32 owner generation | u32 key generation
 *              Owner kind 3, a host: compartment 4 (PLACEMENT), and key generation is the placement's ordinal.
 *              Owner kind 1, a person of another unit, herself: compartments 1 to 3.
 *   item       (share; 1 to VAULT_SHARED times the 65 of a record under the key, owner kind 2, and after the last
 *              u8 recipient kind | recipient 16 | u32 recipient generation). Recipient kind 3, a host: one item of
 *              table 4, row: the placement; compartment 4. Kind 1, a person: items of table 1, row: the case;
 *              compartments 1 to 3.
 *   item       (unlock; 26 bytes) u8 box kind | u8 owner kind | owner 16 | u32 owner generation
 *              | u32 recipient generation. Kind 1, a membership, for her; kind 5, an older secret of the owner for its
 *              pair of the recipient generation, behind the memberships and newest first.
 *   material   lv16 ticket | for each item: lv16 box
 *   bundle     lv16 ticket | lv16 key blob | for each item: lv16 wrap (empty: no key yet, seal only; owner kind 3:
 *              the box, never empty) | lv32 envelope (empty in seal). In share: for each item lv16 wrap, then the
 *              recipient's certificate and, for a person, that of the officer who asks, each lv32 of 86 bytes as in
 *              people_msg.h
 * Bytes made by the vault for SQL, MAC'd with HMAC-SHA-256 under the grant key:
 *   grant      (139 bytes) "JGR1" | u16 key id | u8 kind (1 session, 2 enrol, 3 glass) | user 16
 *              | u32 authentication version | session id hash 32 (zeros in enrol) | i64 TOTP step | i64 issued us
 *              | record hash 32 (SHA-256; session: of the sign-in record that was checked; enrol: of the new one;
 *              glass: of case 16 | the one whose second factor was checked) | mac 32
 * Bytes that only the vault reads: record (VAULT_RECORD bytes), key blob, wrap, box, envelope, offer. */
#ifndef JALON_WIRE_VAULT_MSG_H
#define JALON_WIRE_VAULT_MSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum vault_verb {
    VAULT_PING = 1,
    VAULT_SIGN_IN = 2,
    VAULT_UNLOCK = 3,
    VAULT_OPEN = 4,
    VAULT_SEAL = 5,
    VAULT_ENROL = 6,
    VAULT_CONFIRM = 7,
    VAULT_SHARE = 13 /* 8 to 12: people_msg.h */
};

#define VAULT_RECORD 320     /* bytes of a sign-in record, always */
#define VAULT_GRANT 139      /* bytes of a grant, always */
#define VAULT_TOKEN 32
#define VAULT_ITEMS 512      /* items in one ticket */
#define VAULT_SHARED 32      /* items in one to share */
#define VAULT_PASSWORD 1024  /* longest password or code, bytes */
#define VAULT_LOGIN 64
#define VAULT_PLAINTEXT 65000 /* longest plaintext of one record version */
#define VAULT_PERSON 8        /* bytes of the hash by which the same person is found */
#define VAULT_PERSON_TEXT 2048

/* The client half. fd is a connected socket; every call waits for the answer at most until deadline (clock_mono_ms).
 * After ERR_IO, ERR_TIMEOUT, ERR_FORMAT or ERR_CLOSED the connection must be closed. */
struct vault_bytes {
    const void *p;
    size_t n;
};

struct vault_pong {
    bool demonstration, separated;
    uint16_t mac_id;
    bool changing;
};

/* Somebody at the door, as far as a verb asks for it; all stays borrowed. */
struct vault_attempt {
    struct vault_bytes login, record; /* under which name, and whose record that is */
    struct vault_bytes opener;        /* what opens the record as it is: password, or one-use code */
    struct vault_bytes otp;
    struct vault_bytes password;      /* that is to be */
    struct vault_bytes offer;         /* of vault_enrol */
    struct vault_bytes claimed;       /* what jalond saw */
};

int vault_ping(int fd, struct vault_pong *out, int64_t deadline) __attribute__((warn_unused_result));
/* grant and blob are reset and filled. ERR_DENIED, ERR_CEILING (too many attempts; shown as ERR_DENIED to people),
 * ERR_UNAVAILABLE (the sealer does not answer). */
int vault_sign_in(int fd, const struct vault_attempt *a, unsigned char token[VAULT_TOKEN], struct buf *grant,
                  struct buf *blob, int64_t deadline) __attribute__((warn_unused_result));
int vault_unlock(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes blob, struct vault_bytes material,
                 struct buf *session_blob, uint8_t *unopened, int64_t deadline) __attribute__((warn_unused_result));
/* reply is reset and keeps the plaintexts (make it secret); items[0..n) point into it: p == NULL means integrity. */
int vault_open(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes bundle, struct vault_bytes claimed,
               struct buf *reply, struct vault_bytes *items, size_t max, size_t *n, int64_t deadline)
    __attribute__((warn_unused_result));
/* One record to seal, and what came of it; the latter three point into the reply. */
struct vault_record {
    struct vault_bytes plain, person;
    struct vault_bytes envelope, wrap, hash;
};
/* Seals n records; reply is reset. */
int vault_seal(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes bundle, struct vault_record *record,
               size_t n, struct buf *reply, int64_t deadline) __attribute__((warn_unused_result));
/* secret (base32 text) and offer are reset and filled; both empty when the password is too weak. */
int vault_enrol(int fd, const struct vault_attempt *a, struct buf *secret, struct buf *offer, int64_t deadline)
    __attribute__((warn_unused_result));
int vault_confirm(int fd, const struct vault_attempt *a, struct buf *grant, struct buf *new_record, int64_t deadline)
    __attribute__((warn_unused_result));
/* box is reset and filled: one box after the other, in ticket order. */
int vault_share(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes bundle, struct vault_bytes claimed,
                struct buf *box, int64_t deadline) __attribute__((warn_unused_result));

#endif
