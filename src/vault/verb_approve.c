/* SPDX-License-Identifier: EUPL-1.2 */
/* Two officers, one decision. Each comes with her own live session, her certificate with the officer's flag, and, for a
 * unit, the unit's secret in her keyring. The first gets an endorsement of the statement; the second, who must be
 * somebody else and whose ticket must say the very same, gets the effect: a box, a certificate with the flag, or a new
 * pair with a code. */
#include <string.h>

#include "vault/people.h"

#include "base/clock.h"
#include "base/err.h"
#include "vault/newcomer.h"
#include "vault/statement.h"
#include "vault/verbs.h"
#include "wire/frame.h"
#include "wire/people_msg.h"

#include "base/banned.h"

/* What a decision gives; the buffers that stay empty are sent empty. */
struct effect {
    struct buf endorsement, box, certificate, record, permit;
    struct newcomer newcomer;
};

static void effect_release(struct effect *e)
{
    buf_release(&e->endorsement);
    buf_release(&e->box);
    buf_release(&e->certificate);
    buf_release(&e->record);
    buf_release(&e->permit);
    newcomer_wipe(&e->newcomer);
}

static void effect_init(struct effect *e)
{
    buf_init(&e->endorsement, PEOPLE_ENDORSEMENT);
    buf_init(&e->box, 256);
    buf_init(&e->certificate, PEOPLE_CERTIFICATE);
    buf_init(&e->record, VAULT_RECORD);
    buf_init(&e->permit, PEOPLE_PERMIT);
}

static int effect_put(const struct effect *e, uint8_t stage, struct buf *out)
{
    const struct buf *all[] = {&e->endorsement, &e->box, &e->certificate, &e->record, &e->permit};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (buf_err(all[i]) != ERR_OK)
            return ERR_NOMEM;
    buf_u8(out, stage);
    buf_lv8(out, e->endorsement.data, e->endorsement.len);
    buf_lv16(out, e->box.data, e->box.len);
    buf_lv8(out, e->certificate.data, e->certificate.len);
    buf_lv16(out, e->record.data, e->record.len);
    buf_lv8(out, e->newcomer.code, strlen(e->newcomer.code));
    buf_i64(out, e->newcomer.code_end_us);
    buf_lv8(out, e->permit.data, e->permit.len);
    return buf_err(out);
}

static int give_box(const struct vault_talk *t, const struct people_act *a, const struct box_certificate *person,
                    struct buf *box)
{
    const struct ticket_act *act = &a->ticket.act;
    const struct keyring_secret *own = keyring_find(&a->ring, act->org_kind, &act->org, act->org_generation);
    return own == NULL ? ERR_DENIED : people_share(t->vault->root, own, person, box);
}

static int reset(const struct vault_talk *t, const struct people_act *a, const struct box_certificate *person,
                 struct effect *e)
{
    const struct ticket_act *act = &a->ticket.act;
    int err = newcomer_make(&e->newcomer, t->vault->root, &person->owner, person->generation + 1, act->record_version,
                            false, &e->record);
    if (err != ERR_OK)
        return err;
    statement_put_certificate(t->vault->root, &e->newcomer.certificate, &e->certificate);
    statement_permit(t->vault->root, &e->newcomer.certificate, act->org_kind, &act->org, &e->permit);
    return ERR_OK;
}

static int take_effect(const struct vault_talk *t, const struct people_act *a, struct box_certificate *person,
                       struct effect *e)
{
    switch (a->ticket.act.statement) {
    case STATEMENT_MEMBERSHIP:
        return give_box(t, a, person, &e->box);
    case STATEMENT_OFFICER:
        person->officer = true;
        statement_put_certificate(t->vault->root, person, &e->certificate);
        return give_box(t, a, person, &e->box);
    case STATEMENT_RESET:
        return reset(t, a, person, e);
    default:
        return ERR_DENIED;
    }
}

/* Already for the first officer: nobody endorses what can have no effect. */
static bool makes_sense(const struct ticket_act *act)
{
    switch (act->statement) {
    case STATEMENT_MEMBERSHIP:
    case STATEMENT_OFFICER:
        return act->org_kind == OWNER_UNIT;
    case STATEMENT_RESET:
        return act->record_version != 0;
    default:
        return false;
    }
}

/* 0 refused, 1 endorsed, 2 done. */
static uint8_t decide(const struct vault_talk *t, struct people_act *a, struct effect *e)
{
    struct box_certificate person;
    unsigned char hash[32];
    size_t own_n, person_n, endorsement_n;
    const struct ticket_act *act = &a->ticket.act;
    int64_t now = clock_now_us();
    const unsigned char *own = rd_lv8(&a->material, &own_n, PEOPLE_CERTIFICATE);
    const unsigned char *person_p = rd_lv8(&a->material, &person_n, PEOPLE_CERTIFICATE);
    const unsigned char *endorsement = rd_lv8(&a->material, &endorsement_n, PEOPLE_ENDORSEMENT);
    if (rd_end(&a->material) != ERR_OK || uuid_eq(&a->ticket.user, &act->user) || /* never about herself */
        !people_is_officer(t->vault->root, &a->ticket, &a->ring, own, own_n) ||
        statement_certificate(t->vault->root, &person, person_p, person_n) != ERR_OK ||
        person.kind != OWNER_USER || !uuid_eq(&person.owner, &act->user) || person.generation != act->user_generation)
        return 0;
    if (!makes_sense(act))
        return 0;
    /* Who decides for a unit holds its key; a reset of somebody outside any unit names none. */
    if (act->org_kind == OWNER_UNIT && keyring_find(&a->ring, act->org_kind, &act->org, act->org_generation) == NULL)
        return 0;
    statement_hash(hash, act, &person);
    if (endorsement_n == 0) {
        statement_endorse(t->vault->root, hash, &a->ticket.user, now, &e->endorsement);
        return 1;
    }
    if (statement_endorsed(t->vault->root, hash, &a->ticket.user, now, endorsement, endorsement_n) != ERR_OK)
        return 0;
    return take_effect(t, a, &person, e) == ERR_OK ? 2 : 0;
}

static const char *action_of(uint8_t statement)
{
    switch (statement) {
    case STATEMENT_MEMBERSHIP: return "keys.membership";
    case STATEMENT_OFFICER: return "keys.officer";
    case STATEMENT_RESET: return "keys.reset";
    default: return "keys.unknown";
    }
}

uint16_t people_verb_approve(struct vault_talk *t, struct rd *in, struct buf *out)
{
    static const char *const outcomes[] = {"denied", "endorsed", "ok"};
    struct people_act *a __attribute__((cleanup(people_free))) = NULL;
    struct effect e __attribute__((cleanup(effect_release))) = {0};
    uint16_t status = people_begin(t, in, TICKET_ACT_APPROVE, &a);
    if (status != WIRE_OK)
        return status;
    effect_init(&e);
    uint8_t stage = decide(t, a, &e);
    if (stage != 0 && effect_put(&e, stage, out) != ERR_OK)
        return WIRE_INTERNAL;
    status = people_record(t, a, action_of(a->ticket.act.statement), outcomes[stage]);
    return status == WIRE_OK && stage == 0 ? WIRE_DENIED : status;
}
