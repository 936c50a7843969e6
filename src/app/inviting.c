/* SPDX-License-Identifier: EUPL-1.2 */
/* Ticket and seal of an invitation are one transaction around the call to the vault, so that an account never stands
 * there with a certificate of which nobody has the code. A code that got lost on its way is replaced by inviting again.
 * */
#include "app/inviting.h"
#include "app/reseal_member.h"
#include "app/whoami.h"
#include "base/err.h"
#include "base/log.h"

#include "base/banned.h"

int inviting_seal(struct service_desk *d, const struct service_caller *c, struct tx *t, const struct uuid *account,
                  const struct buf *material, struct acting_code *code)
{
    struct buf reply SCOPED_BUF;
    struct act_made made = {0};
    struct param_list params;
    struct conn_step seal;
    int rc;

    buf_init_secret(&reply, ACTING_REPLY);
    rc = acting_ask(d, c, people_account, material, &reply, &made, code);
    if (rc != ERR_OK)
        return rc;
    act_seal_step(&seal, &params, account, &made);
    rc = tx_steps(t, &seal, 1, true);
    conn_clear(&seal, 1);
    return rc;
}

void inviting_share(struct service_desk *d, const struct service_caller *c, const struct uuid *account)
{
    struct tx_who who = {.session = c->session};
    struct session_info me;
    enum refusal no;
    int rc;

    if (c->role != ROLE_HOST_MANAGER)
        return;
    rc = session_whoami(d->db, &who, &me, &no);
    if (rc == ERR_OK && no == REFUSAL_NONE)
        rc = reseal_member_at(d, c, account, &me.org, &no);
    if (rc != ERR_OK || no != REFUSAL_NONE)
        log_warn("invitation: the secret was not shared (%s, %s)", err_name(rc), refusal_code(no));
}
