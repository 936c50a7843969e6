/* SPDX-License-Identifier: EUPL-1.2 */
/* Attempts are counted by the sealer, from its own entries, for all vaults: this file only says what is tried and how
 * it ended. A ceiling is no shortcut: the asker cannot tell by the time it takes. */
#include <string.h>

#include "vault/attempt.h"

#include "base/secret.h"
#include "vault/verbs.h"
#include "wire/frame.h"

#include "base/banned.h"

void attempt_wipe(struct attempt *a)
{
    secret_wipe(a, sizeof *a);
}

void attempt_read(struct attempt *a, struct rd *in)
{
    a->login = rd_lv8(in, &a->login_n, VAULT_LOGIN);
    a->record_p = rd_lv16(in, &a->record_n, VAULT_RECORD);
    a->password = rd_lv16(in, &a->password_n, VAULT_PASSWORD);
}

void attempt_read_claimed(struct attempt *a, struct rd *in)
{
    size_t n;
    const unsigned char *p = rd_lv8(in, &n, 64);
    verbs_claimed(a->claimed, p, n);
}

/* Names that nobody has fall into few pseudonyms, so that a flood of them fills no table of the sealer. */
#define UNKNOWN_SUBJECTS 1024u /* times the attempts an hour: well below what the sealer tracks */

static void set_subject(const struct vault_talk *t, struct attempt *a)
{
    struct secret_key full SCOPED_KEY;
    if (a->record.kind == RECORD_DECOY) {
        root_derive(t->vault->root, "subject of login", a->login, a->login_n, &full);
        const unsigned bucket = ((unsigned)full.b[0] << 8 | full.b[1]) % UNKNOWN_SUBJECTS;
        root_derive(t->vault->root, "unknown subject", &bucket, sizeof bucket, &full);
    } else {
        root_derive(t->vault->root, "subject of user", a->record.user.b, sizeof a->record.user.b, &full);
    }
    memcpy(a->subject, full.b, sizeof a->subject);
}

static uint16_t record_entry(struct vault_talk *t, const struct attempt *a, const char *kind, const char *outcome)
{
    bool known = a->record.kind != RECORD_DECOY;
    struct sealer_object object = {.kind = kind, .id = known ? &a->record.user : NULL, .compartment = "", .link = ""};
    struct sealer_entry entry = {.action = "session.attempt", .subject = a->subject, .reason = "", .outcome = outcome,
                                 .claimed = a->claimed, .object = &object, .objects = 1};
    return verbs_receipt(t, &entry, 1);
}

uint16_t attempt_begin(struct vault_talk *t, struct attempt *a, const char *kind)
{
    if (record_parse(&a->record, t->vault->root, a->record_p, a->record_n) != 0)
        record_decoy(&a->record);
    set_subject(t, a);
    return record_entry(t, a, kind, "asked");
}

uint16_t attempt_end(struct vault_talk *t, const struct attempt *a, const char *kind, uint16_t begun, bool good)
{
    good = good && begun == WIRE_OK;
    uint16_t status = record_entry(t, a, kind, good ? "ok" : "denied");
    if (status != WIRE_OK && status != WIRE_CEILING)
        return WIRE_UNAVAILABLE;
    return good && status == WIRE_OK ? WIRE_OK : WIRE_DENIED;
}
