/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests to officers. Asking moves no key: it writes a row that two people will look at. Before a membership is asked
 * the person is read in the same transaction, to tell a role that cannot be a member from a fault. */
#include <stdlib.h>
#include <string.h>

#include "app/acting.h"
#include "app/ask_officers.h"
#include "base/err.h"

#include "base/banned.h"

struct member {
    const struct uuid *org;
    const struct uuid *account;
    bool officer;
    struct uuid *id;
};

static int check(struct tx *t, const struct member *m)
{
    enum refusal no = REFUSAL_NONE;
    struct param_list params;
    struct conn_step one;
    struct user user;
    int rc;

    user_one_step(&one, &params, m->account);
    rc = tx_steps(t, &one, 1, false);
    if (rc == ERR_OK)
        rc = user_read_one(&one, &user, &no);
    conn_clear(&one, 1);
    if (rc != ERR_OK)
        return rc;
    if (no != REFUSAL_NONE || !uuid_eq(&user.org, m->org))
        return tx_refuse(t, REFUSAL_NOT_FOUND);
    return organisation_member_fits(user.org_kind, user.role, m->officer) ? ERR_OK : tx_refuse(t, REFUSAL_ROLE_UNFIT);
}

static int ask_member(struct tx *t, void *ctx)
{
    struct member *m = ctx;
    struct param_list params;
    struct conn_step ask;
    int rc = check(t, m);

    if (rc != ERR_OK)
        return rc;
    request_ask_member_step(&ask, &params, m->org, m->account, m->officer);
    rc = tx_steps(t, &ask, 1, true);
    if (rc == ERR_OK)
        rc = request_read_id(&ask, m->id);
    conn_clear(&ask, 1);
    return rc;
}

int ask_officers_member(struct service *s, const struct service_caller *c, const struct uuid *org,
                        const struct uuid *account, bool officer, struct uuid *id, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct member m = {org, account, officer, id};
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = acting_judge(tx_run(d.db, &who, ask_member, &m, no), no);
    return service_done(&d, c, rc, *no);
}

int ask_officers_reset(struct service *s, const struct service_caller *c, const struct uuid *account, struct uuid *id,
                       enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct param_list params;
    struct conn_step ask;
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    request_ask_reset_step(&ask, &params, account);
    rc = acting_judge(tx_once(d.db, &who, &ask, 1, no), no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = request_read_id(&ask, id);
    conn_clear(&ask, 1);
    return service_done(&d, c, rc, *no);
}

int ask_officers_page(struct service *s, const struct service_caller *c, const struct uuid *org,
                      const struct request_cursor *after, struct ask_officers_list *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    int rc;

    *no = REFUSAL_NONE;
    *out = (struct ask_officers_list){.item = calloc(REQUEST_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    rc = service_desk_open(s, POOL_PAGES, &d);
    if (rc != ERR_OK)
        return rc;
    rc = request_list(d.db, &who, org, after, out->item, &out->n, &out->more, no);
    return service_done(&d, c, rc, *no);
}

void ask_officers_release(struct ask_officers_list *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

int ask_officers_withdraw(struct service *s, const struct service_caller *c, const struct uuid *request,
                          enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct service_desk d;
    int rc = service_desk_open(s, POOL_PAGES, &d);

    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    rc = request_close(d.db, &who, request, no);
    return service_done(&d, c, rc, *no);
}
