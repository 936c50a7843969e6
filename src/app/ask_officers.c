/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests to officers. Asking moves no key: it writes a row that two people will look at. Before a membership is asked
 * the person is read in the same transaction, to tell a role that cannot be a member from a fault. */
#include <stdlib.h>
#include <string.h>

#include "app/acting.h"
#include "app/ask_officers.h"
#include "app/asking.h"
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
    struct param_list params;
    struct conn_step one;
    struct user user;
    int rc;

    user_one_step(&one, &params, m->account);
    rc = tx_steps(t, &one, 1, false);
    if (rc == ERR_OK)
        rc = user_read_one(&one, &user);
    conn_clear(&one, 1);
    if (rc != ERR_OK && rc != ERR_NOTFOUND)
        return rc;
    if (rc == ERR_NOTFOUND || !uuid_eq(&user.org, m->org))
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

static int read_id(const struct conn_step *step, void *to)
{
    return request_read_id(step, to);
}

int ask_officers_reset(struct service *s, const struct service_caller *c, const struct uuid *account, struct uuid *id,
                       enum refusal *no)
{
    struct param_list params;
    struct conn_step ask;

    request_ask_reset_step(&ask, &params, account);
    return acting_judge(asking_once(s, c, &ask, 1, read_id, id, no), no);
}

static int read_page(const struct conn_step *step, void *to)
{
    struct ask_officers_list *out = to;

    return request_read_list(step, out->item, &out->n, &out->more);
}

int ask_officers_page(struct service *s, const struct service_caller *c, const struct uuid *org,
                      const struct page_cursor *after, struct ask_officers_list *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    *no = REFUSAL_NONE;
    *out = (struct ask_officers_list){.item = calloc(REQUEST_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    request_list_step(&step, &params, org, after);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

void ask_officers_release(struct ask_officers_list *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

int ask_officers_withdraw(struct service *s, const struct service_caller *c, const struct uuid *request,
                          enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    request_close_step(&step, &params, request);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}
