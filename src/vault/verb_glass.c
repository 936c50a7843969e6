/* SPDX-License-Identifier: EUPL-1.2 */
/* A fresh second factor for one case. The ticket says whose session it is, which case, and the version of her sign-in
 * record, which comes beside it; an attempt is counted and entered like one to sign in. The grant binds all of it,
 * record and case by one hash: PostgreSQL makes the same of the record that the account has, so nobody else's record,
 * nor another one of hers, is of use. */
#include <sodium.h>
#include <string.h>

#include "vault/people.h"

#include "base/clock.h"
#include "base/err.h"
#include "vault/attempt.h"
#include "vault/grant.h"
#include "wire/frame.h"
#include "wire/people_msg.h"

#include "base/banned.h"

static void hash_case_and_record(unsigned char out[32], const struct uuid *case_id, const struct attempt *a)
{
    crypto_hash_sha256_state s;
    crypto_hash_sha256_init(&s);
    crypto_hash_sha256_update(&s, case_id->b, sizeof case_id->b);
    crypto_hash_sha256_update(&s, a->record_p, a->record_n);
    crypto_hash_sha256_final(&s, out);
}

static int put_grant(const struct vault_talk *t, const struct ticket *ticket, const struct attempt *a, int64_t step,
                     struct buf *out)
{
    struct buf grant SCOPED_BUF;
    struct grant g = {.kind = GRANT_GLASS, .user = a->record.user, .version = a->record.version, .totp_step = step};
    g.issued_us = clock_now_us();
    memcpy(g.session, ticket->session, sizeof g.session);
    hash_case_and_record(g.record, &ticket->act.request, a);
    buf_init(&grant, VAULT_GRANT);
    grant_format(&g, t->vault->root, &grant);
    buf_lv16(out, grant.data, grant.len);
    return buf_err(&grant);
}

static bool is_hers(const struct ticket *ticket, const struct record *r)
{
    return r->kind == RECORD_ACTIVE && uuid_eq(&r->user, &ticket->user) && r->version == ticket->act.record_version;
}

uint16_t people_verb_glass(struct vault_talk *t, struct rd *in, struct buf *out)
{
    struct people_act *act __attribute__((cleanup(people_free))) = NULL;
    struct attempt a SCOPED_ATTEMPT;
    struct vault_bytes material;
    size_t otp_n;
    const unsigned char *token = rd_bytes(in, VAULT_TOKEN);
    material.p = rd_lv32(in, &material.n, FRAME_MAX);
    const unsigned char *otp = rd_lv8(in, &otp_n, 16);
    attempt_read_claimed(&a, in);
    if (rd_end(in) != ERR_OK)
        return WIRE_BAD;
    uint16_t status = people_believe(t, token, material, TICKET_ACT_GLASS, &act);
    if (status != WIRE_OK)
        return status;
    a.record_p = rd_lv16(&act->material, &a.record_n, VAULT_RECORD);
    if (rd_end(&act->material) != ERR_OK)
        return WIRE_BAD;
    status = attempt_begin(t, &a, "break_glass");
    if (status == WIRE_UNAVAILABLE)
        return status;
    int64_t step = record_totp_step(a.record.totp, otp, otp_n, clock_now_us());
    bool good = status == WIRE_OK && is_hers(&act->ticket, &a.record) && step >= 0;
    if (good && put_grant(t, &act->ticket, &a, step, out) != ERR_OK)
        return WIRE_INTERNAL;
    return attempt_end(t, &a, "break_glass", status, good);
}
