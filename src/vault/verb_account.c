/* SPDX-License-Identifier: EUPL-1.2 */
/* A new account's keys. With the first manager of a host, or the first after all who held its secret are gone, comes
 * the host's pair: its private half leaves the vault in two boxes only, for her and for the recovery pair. Nothing of
 * it is kept here; that one generation has one pair is for PostgreSQL to see to, which stores one certificate of it. */
#include <string.h>

#include "vault/people.h"

#include "base/err.h"
#include "vault/newcomer.h"
#include "vault/statement.h"
#include "wire/frame.h"
#include "wire/people_msg.h"

#include "base/banned.h"

/* What is made of one ticket; the buffers that stay empty are sent empty. */
struct made {
    struct newcomer newcomer;
    struct buf record, certificate, permit, box;
    struct people_pair host;
};

static void made_init(struct made *m)
{
    buf_init(&m->record, VAULT_RECORD);
    buf_init(&m->certificate, PEOPLE_CERTIFICATE);
    buf_init(&m->permit, PEOPLE_PERMIT);
    buf_init(&m->box, PEOPLE_BOX);
}

static void made_release(struct made *m)
{
    newcomer_wipe(&m->newcomer);
    buf_release(&m->record);
    buf_release(&m->certificate);
    buf_release(&m->permit);
    buf_release(&m->box);
    people_pair_wipe(&m->host);
}

static int made_put(const struct made *m, struct buf *out)
{
    const struct buf *all[] = {&m->record, &m->certificate,    &m->permit,
                               &m->box,    &m->host.certified, &m->host.recovery};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (buf_err(all[i]) != ERR_OK)
            return ERR_NOMEM;
    buf_lv16(out, m->record.data, m->record.len);
    buf_lv8(out, m->certificate.data, m->certificate.len);
    buf_lv8(out, m->newcomer.code, strlen(m->newcomer.code));
    buf_i64(out, m->newcomer.code_end_us);
    buf_lv8(out, m->permit.data, m->permit.len);
    buf_lv8(out, m->host.certified.data, m->host.certified.len);
    buf_lv16(out, m->box.data, m->box.len);
    buf_lv16(out, m->host.recovery.data, m->host.recovery.len);
    return buf_err(out);
}

static bool is_manager(const struct people_act *a)
{
    return strcmp(a->ticket.role, "host_manager") == 0;
}

/* An administrator makes accounts, and with one the pair of a host; a host manager those of the tutors of her own
 * organisation, and may then give them its secret herself. SQL has checked which; the role is checked here again. */
static bool may_make(const struct people_act *a)
{
    const struct ticket_act *act = &a->ticket.act;
    const bool administrator = strcmp(a->ticket.role, "administrator") == 0;
    if (act->statement == STATEMENT_HOST_PAIR)
        return administrator && act->org_kind == OWNER_HOST && act->org_generation > 0 && act->recovery_generation > 0;
    if (act->statement != 0)
        return false;
    return administrator ||
           (is_manager(a) && act->org_kind == OWNER_HOST &&
            keyring_find(&a->ring, act->org_kind, &act->org, act->org_generation) != NULL);
}

static int make_host(const struct root *root, const struct ticket_act *act, struct made *m)
{
    int err = people_pair_make(root, act, &m->host);
    return err == ERR_OK ? people_share(root, &m->host.secret, &m->newcomer.certificate, &m->box) : err;
}

static int make(const struct root *root, const struct people_act *a, struct made *m)
{
    const struct ticket_act *act = &a->ticket.act;
    made_init(m);
    int err = newcomer_make(&m->newcomer, root, &act->user, act->user_generation, act->record_version, false,
                            &m->record);
    if (err != ERR_OK)
        return err;
    statement_put_certificate(root, &m->newcomer.certificate, &m->certificate);
    if (is_manager(a))
        statement_permit(root, &m->newcomer.certificate, act->org_kind, &act->org, &m->permit);
    return act->statement == STATEMENT_HOST_PAIR ? make_host(root, act, m) : ERR_OK;
}

uint16_t people_verb_account(struct vault_talk *t, struct rd *in, struct buf *out)
{
    struct people_act *a __attribute__((cleanup(people_free))) = NULL;
    struct made m __attribute__((cleanup(made_release))) = {0};
    uint16_t status = people_begin(t, in, TICKET_ACT_ACCOUNT, &a);
    if (status != WIRE_OK)
        return status;
    const bool host = a->ticket.act.statement == STATEMENT_HOST_PAIR;
    if (rd_end(&a->material) != ERR_OK || a->ticket.act.record_version == 0)
        return WIRE_BAD;
    if (!may_make(a)) {
        status = host ? people_record(t, a, "keys.host", "denied") : WIRE_OK;
        return status == WIRE_OK ? WIRE_DENIED : status;
    }
    if (make(t->vault->root, a, &m) != ERR_OK)
        return WIRE_UNAVAILABLE;
    if (made_put(&m, out) != ERR_OK)
        return WIRE_INTERNAL;
    return people_record(t, a, host ? "keys.host" : "keys.account", "ok");
}
