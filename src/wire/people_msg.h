/* SPDX-License-Identifier: EUPL-1.2 */
/* What is said to jalon-vault about people: accounts and their keys, and what two officers decide together. Frame,
 * ticket header and words are those of vault_msg.h. A ticket of kind 4 (act) has one item, of act 5 one for each
 * member, which differ in user and user generation only:
 *   act item     (63 bytes) u8 act (1 account, 2 approve, 3 reseal, 4 glass, 5 generation) | u8 statement (act 2:
 *                1 membership, 2 officer, 3 reset; act 1: 4 host pair; else 0) | request 16 (act 4: the case)
 *                | user 16 | u32 user generation
 *                | u8 organisation kind | organisation 16 | u32 organisation generation (host pair, act 5: the one to
 *                make)
 *                | u32 version of the sign-in record to make (0: none; act 4: of the one to check). Of act 1 and 5 the
 *                request is 12 zeros | u32 generation of the recovery pair (host pair, act 5; else 0)
 *   certificate  (86 bytes) u8 kind | owner 16 | u32 generation | u8 officer | public key 32 | mac 32
 *
 * PEOPLE_ACCOUNT   token 32 | lv32 material: lv16 ticket (act 1) | lv16 key blob. Makes a pair, whose generation is the
 *                  item's, and a one-use code for a person who has none; with statement 4 the host's pair as well.
 *      reply       lv16 record | lv8 certificate | lv8 code | i64 end of the code us | lv8 permit (empty but when a
 *                  host manager asks) | lv8 the host's certificate | lv16 box of its secret for her | lv16 box of it
 *                  for the recovery pair (these three empty but with statement 4)
 * PEOPLE_APPROVE   token 32 | lv32 material: lv16 ticket (act 2) | lv16 key blob | lv8 the officer's certificate
 *                  | lv8 the person's certificate | lv8 endorsement (empty for the first officer)
 *      reply       u8 stage | lv8 endorsement | lv16 box | lv8 certificate | lv16 record | lv8 code | i64 end of the
 *                  code us | lv8 permit. Stage 1: the endorsement only. Stage 2: a membership gives a box, an officer
 *                  box and certificate, a reset record, certificate of the next generation, code and permit.
 * PEOPLE_RESEAL    token 32 | lv32 material: lv16 ticket (act 3) | lv16 key blob | lv8 the person's certificate
 *                  | lv8 permit (empty: a manager gives her host's secret)
 *      reply       lv16 box
 * PEOPLE_PASSWORD  lv8 login | lv16 record | lv16 current password | lv8 otp | lv16 new password | lv8 claimed address
 *      reply       lv16 grant (kind enrol) | lv16 new record; both empty when the new password is too weak
 * PEOPLE_GLASS     token 32 | lv32 material: lv16 ticket (act 4) | lv16 key blob | lv16 record || lv8 otp
 *                  | lv8 claimed address. A fresh second factor for one case of this session.
 *      reply       lv16 grant (kind glass); WIRE_DENIED alike for every reason
 * PEOPLE_GENERATION token 32 | lv32 material: lv16 ticket (act 5) | lv16 key blob | lv8 the officer's certificate
 *                  | for each item: lv8 the member's certificate. The next secret of a unit.
 *      reply       lv8 the unit's certificate | lv16 box of its secret for the recovery pair | lv16 box of the secret
 *                  before it for the new pair | lv32 boxes for the members, PEOPLE_BOX bytes each, in ticket order
 *                  | lv16 key blob of the asker's session, with the new secret (goes to sec.generation_store too) */
#ifndef JALON_WIRE_PEOPLE_MSG_H
#define JALON_WIRE_PEOPLE_MSG_H

#include <stdint.h>

#include "base/buf.h"
#include "wire/vault_msg.h"

enum people_verb {
    PEOPLE_ACCOUNT = 8,
    PEOPLE_APPROVE = 9,
    PEOPLE_RESEAL = 10,
    PEOPLE_PASSWORD = 11,
    PEOPLE_GLASS = 12,
    PEOPLE_GENERATION = 14 /* 13: vault_msg.h */
};

#define PEOPLE_CERTIFICATE 86
#define PEOPLE_ENDORSEMENT 92 /* magic 4, statement 32, officer 16, time 8, mac 32 */
#define PEOPLE_PERMIT 36      /* magic 4, mac 32 */
#define PEOPLE_BOX 106        /* ephemeral key 32, sealed secret 32 with what cipher.h adds */
#define PEOPLE_CODE 32
#define PEOPLE_MEMBERS 200    /* of a unit that gets a new generation */

/* What came of an act. All point into the reply buffer; n is 0 where there is none. */
struct people_result {
    int stage; /* 1 endorsed, 2 done */
    struct vault_bytes endorsement, box, certificate, record, code, permit, host_certificate, recovery;
    struct vault_bytes boxes, keys; /* a generation: for its members, and her session's; box: to the one before */
    int64_t code_end_us;
};

/* The client half: reply is reset and keeps what result points to (make it secret: it may hold a code). Errors and
 * deadline as in vault_msg.h. */
int people_account(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes material, struct buf *reply,
                   struct people_result *result, int64_t deadline) __attribute__((warn_unused_result));
int people_approve(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes material, struct buf *reply,
                   struct people_result *result, int64_t deadline) __attribute__((warn_unused_result));
int people_reseal(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes material, struct buf *reply,
                  struct people_result *result, int64_t deadline) __attribute__((warn_unused_result));
int people_generation(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes material, struct buf *reply,
                      struct people_result *result, int64_t deadline) __attribute__((warn_unused_result));
/* grant and new_record are reset and filled; both empty when the new password is too weak. */
int people_password(int fd, const struct vault_attempt *a, struct buf *grant, struct buf *new_record,
                    int64_t deadline) __attribute__((warn_unused_result));
/* grant is reset and filled. */
int people_glass(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes material, struct vault_bytes otp,
                 struct vault_bytes claimed, struct buf *grant, int64_t deadline) __attribute__((warn_unused_result));

#endif
