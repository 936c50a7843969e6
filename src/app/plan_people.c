/* SPDX-License-Identifier: EUPL-1.2 */
/* First who waits, the law, and which posts changed since somebody read them; then the profiles, as many at a time as
 * one ticket names and one frame carries; last what the profiles made one ask for (homes, sites of people to keep away
 * from) with times and posts. The desk is given back before anything is computed. */
#include <stdlib.h>
#include <string.h>

#include "app/opening.h"
#include "app/plan_around.h"
#include "app/plan_people.h"
#include "app/territory_read.h"
#include "base/err.h"
#include "base/secret.h"
#include "store/row.h"
#include "store/sealed.h"

#include "base/banned.h"

#define BUNDLE_MAX ((4u << 20) - 4096) /* with what is around it, one frame of the vault */

struct load {
    struct service_desk desk;
    struct tx_who who;
    const struct service_caller *caller;
    const struct plan_people_in *in;
    struct plan_people *out;
    struct matching_changes changes;
    struct territory *base; /* held; NULL: the posts are not in memory */
};

enum { FACTS, LAW, POSTS, WHO_STEPS };

static int people(struct plan_people *p)
{
    size_t n_holidays = 0;

    if ((p->person = calloc(p->n + 1, sizeof *p->person)) == NULL ||
        (p->profiles = calloc(p->n + 1, sizeof *p->profiles)) == NULL)
        return ERR_NOMEM;
    if (p->n > 0)
        n_holidays = match_snapshot_holidays(p->from, p->facts[0].measure.departement, p->holidays);
    for (size_t i = 0; i < p->n; i++) {
        const struct plan_facts *f = &p->facts[i];
        struct plan_person *w = &p->person[i];

        w->facts = f;
        w->lack = f->profile_version == 0 ? PLAN_PEOPLE_NO_PROFILE : PLAN_PEOPLE_WHOLE;
        w->sources = (struct match_snapshot_in){.facts = &f->measure, .law = &p->law, .from = p->from,
                                                .minutes = f->measure.unplanned_min, .holidays = p->holidays,
                                                .n_holidays = n_holidays};
    }
    return ERR_OK;
}

static int read_waiting(struct load *l, const struct conn_step *steps, struct territory_lent *lent)
{
    struct plan_people *p = l->out;
    int rc = plan_read_facts(&steps[FACTS], &p->facts, &p->n);

    if (rc == ERR_OK)
        rc = matching_read_law(&steps[LAW], &p->law);
    if (rc == ERR_OK)
        rc = plan_read_posts(&steps[POSTS], &l->changes);
    if (rc == ERR_OK && p->n > 0)
        l->base = territory_read_base(lent, &l->changes, p->facts[0].measure.departement);
    return rc;
}

static int ask_waiting(struct load *l, enum refusal *no)
{
    struct param_list params[WHO_STEPS] = {{0}};
    struct conn_step steps[WHO_STEPS];
    struct territory_lent lent;
    int rc;

    territory_read_lend(service_territories(l->desk.service), &lent);
    plan_facts_step(&steps[FACTS], &params[FACTS], l->in->measures, l->in->n_measures);
    matching_law_step(&steps[LAW]);
    plan_posts_step(&steps[POSTS], &params[POSTS], lent.mark, lent.n);
    rc = tx_once(l->desk.db, &l->who, steps, WHO_STEPS, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = read_waiting(l, steps, &lent);
    (void)territory_read_base(&lent, NULL, "");
    conn_clear(steps, WHO_STEPS);
    param_release(&params[FACTS]);
    param_release(&params[POSTS]);
    return rc;
}

static int who_waits(struct load *l, enum refusal *no)
{
    struct plan_people *p = l->out;
    int rc = ask_waiting(l, no);

    if (rc != ERR_OK || *no != REFUSAL_NONE)
        return rc;
    if (l->in->measures != NULL && p->n != l->in->n_measures && !l->in->those_left)
        *no = REFUSAL_NOT_FOUND;
    p->more = p->n > PLAN_PEOPLE;
    p->n = p->more ? PLAN_PEOPLE : p->n;
    p->from = l->in->from;
    if (p->n > 0 && p->from <= p->facts[0].measure.today)
        p->from = p->facts[0].measure.today + 1;
    return ERR_OK;
}

/* Of at most this many from person at on that have a profile: who they are. */
static size_t choose(const struct plan_people *p, size_t at, size_t most, size_t who[VAULT_ITEMS],
                     struct uuid cases[VAULT_ITEMS])
{
    size_t n = 0;

    for (; at < p->n && n < most; at++)
        if (p->person[at].lack == PLAN_PEOPLE_WHOLE) {
            who[n] = at;
            cases[n++] = p->facts[at].case_id;
        }
    return n;
}

static int fetch(struct load *l, const struct uuid *cases, size_t n, struct buf *bundle, enum refusal *no)
{
    struct param_list params SCOPED_PARAMS;
    struct conn_step step;
    int rc;

    sealed_fetch_many_step(&step, &params, RECORD_CASE_FILE, RECORD_MATCH, cases, n, l->in->reason);
    rc = tx_once(l->desk.db, &l->who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = row_take(&step, bundle);
    conn_clear(&step, 1);
    return rc;
}

static int open_some(struct load *l, const size_t *who, const struct uuid *cases, size_t n, enum refusal *no)
{
    struct vault_bytes record[VAULT_ITEMS] = {{0}};
    struct plan_people *p = l->out;
    struct buf bundle SCOPED_BUF;
    struct buf plain SCOPED_BUF;
    int rc;

    buf_init(&bundle, BUNDLE_MAX);
    buf_init_secret(&plain, BUNDLE_MAX);
    rc = fetch(l, cases, n, &bundle, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = opening_do(&l->desk, l->caller, &bundle, &plain, record, n, no);
    for (size_t k = 0; k < n && rc == ERR_OK && *no == REFUSAL_NONE; k++) {
        struct plan_person *w = &p->person[who[k]];

        if (record[k].p != NULL && l->in->read(record[k].p, record[k].n, &p->profiles[who[k]]))
            w->sources.profile = w->profile = &p->profiles[who[k]];
        else
            w->lack = PLAN_PEOPLE_BROKEN;
    }
    return rc;
}

/* Where so many are too long for one frame, half as many. */
static int open_all(struct load *l, enum refusal *no)
{
    struct uuid cases[VAULT_ITEMS];
    size_t who[VAULT_ITEMS];
    size_t most = VAULT_ITEMS;
    size_t at = 0;

    for (;;) {
        size_t n = choose(l->out, at, most, who, cases);
        int rc = n == 0 ? ERR_OK : open_some(l, who, cases, n, no);

        if (rc == ERR_LIMIT && most > 1) {
            most /= 2;
            continue;
        }
        if (n == 0 || rc != ERR_OK || *no != REFUSAL_NONE)
            return rc;
        at = who[n - 1] + 1;
    }
}

int plan_people_load(struct service *s, const struct service_caller *c, const struct plan_people_in *in,
                     struct plan_people *out, enum refusal *no)
{
    struct load l = {.caller = c, .in = in, .out = out};
    int rc = service_desk_open(s, POOL_SEALED, &l.desk);

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    l.who = service_who(s, c);
    rc = who_waits(&l, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = people(out);
    if (rc == ERR_OK && *no == REFUSAL_NONE && out->n == 0)
        rc = opening_why_nothing(&l.desk, &l.who, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = open_all(&l, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = out->n > 0 ? plan_around_read(l.desk.db, &l.who, l.base, &l.changes, out, no)
                        : territory_new(&out->posts, "", 0, &(struct matching_posts){0}, NULL, 0);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        territories_keep(service_territories(s), out->posts);
    territory_drop(l.base);
    return service_done(&l.desk, c, rc, *no);
}

void plan_people_release(struct plan_people *p)
{
    if (p->profiles != NULL)
        secret_wipe(p->profiles, (p->n + 1) * sizeof *p->profiles);
    if (p->met != NULL)
        secret_wipe(p->met, p->n_met * sizeof *p->met);
    free(p->profiles);
    free(p->person);
    free(p->facts);
    free(p->own);
    free(p->met);
    territory_drop(p->posts);
    memset(p, 0, sizeof *p);
}
