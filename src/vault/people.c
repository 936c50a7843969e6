/* SPDX-License-Identifier: EUPL-1.2 */
/* What the verbs about people share, and the small one: a box for a colleague whose key is new. Every act on keys is an
 * entry before its result is known to anybody. */
#include <stdlib.h>
#include <string.h>

#include "vault/people.h"

#include "base/err.h"
#include "vault/statement.h"
#include "vault/verbs.h"
#include "wire/frame.h"
#include "wire/people_msg.h"

#include "base/banned.h"

uint16_t people_believe(struct vault_talk *t, const unsigned char *token, struct vault_bytes material, uint8_t act,
                        struct people_act **a)
{
    struct people_act *made = calloc(1, sizeof *made);
    *a = NULL;
    if (made == NULL)
        return WIRE_INTERNAL;
    rd_init(&made->material, material.p, material.n);
    uint16_t status = verbs_context(t, &made->material, TICKET_ACT, token, &made->ticket, &made->ring);
    if (status == WIRE_OK && made->ticket.act.act != act)
        status = WIRE_DENIED;
    if (status == WIRE_OK)
        *a = made;
    else
        people_free(&made);
    return status;
}

uint16_t people_begin(struct vault_talk *t, struct rd *in, uint8_t act, struct people_act **a)
{
    struct vault_bytes material;
    const unsigned char *token = rd_bytes(in, VAULT_TOKEN);
    material.p = rd_lv32(in, &material.n, FRAME_MAX);
    *a = NULL;
    return rd_end(in) == ERR_OK ? people_believe(t, token, material, act, a) : WIRE_BAD;
}

void people_free(struct people_act **a)
{
    if (*a != NULL)
        keyring_wipe(&(*a)->ring);
    free(*a);
    *a = NULL;
}

uint16_t people_record(struct vault_talk *t, const struct people_act *a, const char *action, const char *outcome)
{
    const struct ticket_act *act = &a->ticket.act;
    struct sealer_object objects[] = {
        {.kind = "account", .id = &act->user, .version = act->user_generation, .compartment = "", .link = ""},
        {.kind = "organisation", .id = &act->org, .version = act->org_generation, .compartment = "", .link = ""},
        {.kind = "request", .id = &act->request, .compartment = "", .link = ""},
    };
    struct sealer_entry entry = {.action = action,
                                 .actor = &a->ticket.user,
                                 .role = a->ticket.role,
                                 .org = &a->ticket.org,
                                 .reason = "",
                                 .outcome = outcome,
                                 .claimed = "",
                                 .object = objects,
                                 .objects = uuid_is_nil(&act->request) ? 2 : 3};
    return verbs_receipt(t, &entry, 1);
}

bool people_is_officer(const struct root *root, const struct ticket *ticket, const struct keyring *ring,
                       const unsigned char *certificate, size_t n)
{
    struct box_certificate c;
    unsigned char public_key[SECRET_KEY];
    if (statement_certificate(root, &c, certificate, n) != ERR_OK)
        return false;
    box_public(public_key, ring->private_key);
    return c.officer && c.kind == OWNER_USER && uuid_eq(&c.owner, &ticket->user) &&
           secret_equal(c.public_key, public_key, sizeof public_key) && strcmp(ticket->role, "director") == 0;
}

int people_pair_make(const struct root *root, const struct ticket_act *act, struct people_pair *p)
{
    const struct box_context recovery = {.kind = BOX_RECOVERY, .recipient_kind = OWNER_RECOVERY,
                                         .recipient_generation = act->recovery_generation,
                                         .subject_kind = act->org_kind, .subject = act->org,
                                         .subject_generation = act->org_generation};
    p->secret = (struct keyring_secret){.kind = act->org_kind, .owner = act->org, .generation = act->org_generation};
    p->certificate = (struct box_certificate){.kind = act->org_kind, .owner = act->org,
                                              .generation = act->org_generation};
    buf_init(&p->certified, PEOPLE_CERTIFICATE);
    buf_init(&p->recovery, PEOPLE_BOX);
    box_pair(p->certificate.public_key, p->secret.secret);
    statement_put_certificate(root, &p->certificate, &p->certified);
    return box_seal(root, &recovery, root->recovery_public, p->secret.secret, &p->recovery);
}

void people_pair_wipe(struct people_pair *p)
{
    secret_wipe(&p->secret, sizeof p->secret);
    buf_release(&p->certified);
    buf_release(&p->recovery);
}

int people_share(const struct root *root, const struct keyring_secret *own, const struct box_certificate *person,
                 struct buf *box)
{
    struct box_context c = {.kind = BOX_MEMBERSHIP,
                            .recipient_kind = OWNER_USER,
                            .recipient = person->owner,
                            .recipient_generation = person->generation,
                            .subject_kind = own->kind,
                            .subject = own->owner,
                            .subject_generation = own->generation};
    return box_seal(root, &c, person->public_key, own->secret, box);
}

uint16_t people_verb_reseal(struct vault_talk *t, struct rd *in, struct buf *out)
{
    struct people_act *a __attribute__((cleanup(people_free))) = NULL;
    struct box_certificate person;
    struct buf box SCOPED_BUF;
    size_t certificate_n, permit_n;
    uint16_t status = people_begin(t, in, TICKET_ACT_RESEAL, &a);
    if (status != WIRE_OK)
        return status;
    const struct ticket_act *act = &a->ticket.act;
    const unsigned char *certificate = rd_lv8(&a->material, &certificate_n, PEOPLE_CERTIFICATE);
    const unsigned char *permit = rd_lv8(&a->material, &permit_n, PEOPLE_PERMIT);
    if (rd_end(&a->material) != ERR_OK)
        return WIRE_BAD;
    const struct keyring_secret *own = keyring_find(&a->ring, act->org_kind, &act->org, act->org_generation);
    /* A manager decides herself who of her host gets its secret: she makes its tutors too. */
    const bool manager = act->org_kind == OWNER_HOST && permit_n == 0 && strcmp(a->ticket.role, "host_manager") == 0;
    if (own == NULL || statement_certificate(t->vault->root, &person, certificate, certificate_n) != ERR_OK ||
        person.kind != OWNER_USER || !uuid_eq(&person.owner, &act->user) ||
        person.generation != act->user_generation ||
        (!manager &&
         statement_permitted(t->vault->root, &person, act->org_kind, &act->org, permit, permit_n) != ERR_OK)) {
        status = people_record(t, a, "keys.reseal", "denied");
        return status == WIRE_OK ? WIRE_DENIED : status;
    }
    buf_init(&box, 256);
    if (people_share(t->vault->root, own, &person, &box) != ERR_OK)
        return WIRE_INTERNAL;
    buf_lv16(out, box.data, box.len);
    return people_record(t, a, "keys.reseal", "ok");
}
