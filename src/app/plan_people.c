/* SPDX-License-Identifier: EUPL-1.2 */
/* First who waits, the law, and which posts changed since somebody read them; then the profiles (plan_open.c); last
 * what the profiles made one ask for (homes, sites of people to keep away from) with times and posts. The desk is given
 * back before anything is computed. */
#include <stdlib.h>
#include <string.h>

#include "app/opening.h"
#include "app/plan_around.h"
#include "app/plan_open.h"
#include "app/plan_people.h"
#include "app/territory_read.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

struct load {
    struct service_desk desk;
    struct tx_who who;
    const struct service_caller *caller;
    const struct plan_people_in *in;
    struct plan_people *out;
    struct matching_changes changes;
    struct territory *base; /* held; NULL: the posts are not in memory, or not asked for */
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
    if (rc == ERR_OK && !l->in->no_posts)
        rc = plan_read_posts(&steps[POSTS], &l->changes);
    if (rc == ERR_OK && !l->in->no_posts && p->n > 0)
        l->base = territory_read_base(lent, &l->changes, p->facts[0].measure.departement);
    return rc;
}

static int ask_waiting(struct load *l, enum refusal *no)
{
    struct param_list params[WHO_STEPS] = {{0}};
    struct conn_step steps[WHO_STEPS];
    struct territory_lent lent;
    size_t n = l->in->no_posts ? POSTS : WHO_STEPS;
    int rc;

    territory_read_lend(service_territories(l->desk.service), &lent);
    plan_facts_step(&steps[FACTS], &params[FACTS], l->in->measures, l->in->n_measures);
    matching_law_step(&steps[LAW]);
    plan_posts_step(&steps[POSTS], &params[POSTS], lent.mark, lent.n);
    rc = tx_once(l->desk.db, &l->who, steps, n, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = read_waiting(l, steps, &lent);
    (void)territory_read_base(&lent, NULL, "");
    conn_clear(steps, n);
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

/* What else there is to know of them, and the posts. */
static int around(struct load *l, enum refusal *no)
{
    struct plan_people *p = l->out;
    int rc = ERR_OK;

    if (p->n > 0)
        rc = plan_around_read(l->desk.db, &l->who, l->base, l->in->no_posts ? NULL : &l->changes, p, no);
    else if (!l->in->no_posts)
        rc = territory_new(&p->posts, "", 0, &(struct matching_posts){0}, NULL, 0);
    if (rc == ERR_OK && *no == REFUSAL_NONE && p->posts != NULL)
        territories_keep(service_territories(l->desk.service), p->posts);
    return rc;
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
        rc = plan_open(&l.desk, &l.who, c, in, out, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = around(&l, no);
    territory_drop(l.base);
    return service_done(&l.desk, c, rc, *no);
}

void plan_people_release(struct plan_people *p)
{
    secret_discard(p->profiles, (p->n + 1) * sizeof *p->profiles);
    secret_discard(p->met, p->n_met * sizeof *p->met);
    free(p->person);
    free(p->facts);
    free(p->own);
    territory_drop(p->posts);
    memset(p, 0, sizeof *p);
}
