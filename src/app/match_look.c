/* SPDX-License-Identifier: EUPL-1.2 */
/* What is known of the case, which posts changed and the bundle of its profile in one round trip; the vault, which has
 * its receipt before it opens. A second round trip only where there is something to ask: posts that changed, and what
 * the profile tells to keep away from. The mark of the first is older than the posts that the second reads, so what
 * changes in between is found again by the next request. All that was opened lies in one block that is wiped. */
#include <stdlib.h>
#include <string.h>

#include "app/match_look.h"
#include "app/match_one.h"
#include "app/opening.h"
#include "app/territory_read.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

#define BUNDLE_MAX (1u << 20)
#define PLAIN_MAX (VAULT_PLAINTEXT + 1024)

static enum refusal refused(const struct match_look *l)
{
    if (l->found.measures == 0)
        return uuid_is_nil(&l->in->measure) ? REFUSAL_MEASURE_NONE : REFUSAL_NOT_FOUND;
    if (l->found.measures > 1)
        return REFUSAL_MEASURE_WHICH;
    if (!l->found.facts.open)
        return REFUSAL_MEASURE_NONE;
    return l->found.profile_version == 0 ? REFUSAL_PROFILE_NONE : REFUSAL_NONE;
}

static int fetch_case(struct match_look *l, const struct territory_lent *lent, struct buf *bundle, enum refusal *no)
{
    struct matching_case_ask ask = {.case_id = l->in->case_id, .measure = &l->in->measure, .chain = l->chain,
                                    .from = l->in->from, .reason = l->in->reason, .given = lent->mark,
                                    .n_given = lent->n};
    struct param_list params;
    struct conn_step step;
    int rc;

    matching_case_step(&step, &params, &ask);
    rc = tx_once(l->desk.db, &l->who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE) {
        rc = matching_case_read(&step, &l->found, bundle);
        if (rc == ERR_OK)
            *no = refused(l);
    }
    conn_clear(&step, 1);
    param_release(&params);
    if (rc == ERR_NOTFOUND) {
        *no = REFUSAL_NOT_FOUND;
        rc = ERR_OK;
    }
    return rc;
}

static int find_case(struct match_look *l, struct buf *bundle, enum refusal *no)
{
    struct territory_lent lent;
    int rc;

    territory_read_lend(service_territories(l->desk.service), &lent);
    rc = fetch_case(l, &lent, bundle, no);
    l->base = territory_read_base(&lent, rc == ERR_OK && *no == REFUSAL_NONE ? &l->found.changes : NULL,
                                  l->found.facts.departement);
    return rc;
}

static int open_profile(struct match_look *l, const struct buf *bundle, enum refusal *no)
{
    struct vault_bytes record = {0};
    struct buf plain SCOPED_BUF;
    int rc;

    buf_init_secret(&plain, PLAIN_MAX);
    rc = opening_do(&l->desk, l->caller, bundle, &plain, &record, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && (record.p == NULL || !l->in->read(record.p, record.n, &l->profile)))
        *no = REFUSAL_PROFILE_BROKEN;
    return rc;
}

/* A second round trip: posts and what is taken of them, if so, then what the profile makes one ask for. */
struct ask {
    struct conn_step steps[TERRITORY_READ_STEPS + 3];
    struct param_list params[TERRITORY_READ_STEPS + 3];
    size_t n;
    const struct conn_step *met; /* NULL: not asked for, like these: */
    const struct conn_step *home;
    const struct conn_step *law;
};

static void ask_person(const struct match_look *l, struct ask *a)
{
    const struct profile *p = &l->profile;

    if (l->knows_person)
        return;
    if (l->base == NULL) {
        a->law = &a->steps[a->n];
        matching_law_step(&a->steps[a->n]);
        a->n++;
    }
    if (p->n_cases > 0) {
        a->met = &a->steps[a->n];
        matching_met_step(&a->steps[a->n], &a->params[a->n], p->cases, p->n_cases);
        a->n++;
    }
    if (!p->has_point && (l->base == NULL || territory_home(l->base, p->commune) == NULL)) {
        a->home = &a->steps[a->n];
        matching_home_step(&a->steps[a->n], &a->params[a->n], p->commune);
        a->n++;
    }
}

static void at_home(struct match_snapshot_in *s, const struct matching_home *home)
{
    s->has_home = true;
    s->lat = home->lat;
    s->lon = home->lon;
}

static int read_person(struct match_look *l, const struct ask *a)
{
    struct match_snapshot_in *s = &l->sources;
    int rc = ERR_OK;

    if (a->law != NULL)
        rc = matching_read_law(a->law, &l->law);
    else if (l->base != NULL)
        l->law = l->base->law;
    if (rc == ERR_OK && a->met != NULL)
        rc = matching_read_met(a->met, l->met, &s->n_met);
    if (rc == ERR_OK && a->home != NULL)
        rc = matching_read_home(a->home, &s->has_home, &s->lat, &s->lon);
    else if (rc == ERR_OK && !l->knows_person && !l->profile.has_point)
        at_home(s, territory_home(l->base, l->profile.commune));
    l->knows_person = rc == ERR_OK;
    return rc;
}

/* The steps of posts, if there are any, are in a already. ask_end whatever happened. */
static int ask(struct match_look *l, struct ask *a, enum refusal *no)
{
    int rc = ERR_OK;

    ask_person(l, a);
    if (a->n > 0)
        rc = tx_once(l->desk.db, &l->who, a->steps, a->n, no);
    return rc == ERR_OK && *no == REFUSAL_NONE ? read_person(l, a) : rc;
}

static void ask_end(struct ask *a)
{
    conn_clear(a->steps, a->n);
    for (size_t i = 0; i < a->n; i++)
        param_release(&a->params[i]);
}

/* What is without the placements of a chain is for this request only. */
int match_look_posts(struct match_look *l, enum refusal *no)
{
    const struct matching_changes *c = &l->found.changes;
    const char *departement = l->found.facts.departement;
    struct ask a = {.n = 0};
    size_t n = a.n = territory_read_steps(a.steps, a.params, l->base, c, departement, l->chain);
    int rc = ask(l, &a, no);

    if (rc == ERR_OK && *no == REFUSAL_NONE) {
        rc = territory_read(&l->posts, l->base, c, departement, l->found.facts.today, &l->law, a.steps, n);
        if (rc == ERR_OK && l->chain == NULL)
            territories_keep(service_territories(l->desk.service), l->posts);
    }
    if (l->posts != NULL) {
        l->offer = l->posts->offer;
        l->front = l->posts->front;
        l->n = l->posts->n;
    }
    ask_end(&a);
    return rc;
}

int match_look_one(struct match_look *l, const struct uuid *post, const struct uuid *in_charge, enum refusal *no)
{
    struct ask a = {.n = MATCH_ONE_STEPS};
    int rc;

    match_one_steps(a.steps, a.params, post, l->chain, in_charge);
    rc = ask(l, &a, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = match_one_read(a.steps, &l->one);
    l->offer = &l->one;
    l->front = NULL;
    l->n = l->one != NULL;
    ask_end(&a);
    return rc;
}

int match_look_begin(struct match_look **out, struct service *s, const struct service_caller *c,
                      const struct match_case_in *in, const struct uuid *chain, enum refusal *no)
{
    struct buf bundle SCOPED_BUF;
    struct match_look *l = calloc(1, sizeof *l);
    int rc;

    *no = REFUSAL_NONE;
    *out = l;
    if (l == NULL)
        return ERR_NOMEM;
    l->who = service_who(s, c);
    l->caller = c;
    l->in = in;
    l->chain = chain;
    rc = service_desk_open(s, POOL_SEALED, &l->desk);
    if (rc != ERR_OK)
        return rc;
    buf_init(&bundle, BUNDLE_MAX);
    rc = find_case(l, &bundle, no);
    return rc == ERR_OK && *no == REFUSAL_NONE ? open_profile(l, &bundle, no) : rc;
}

int match_look_leave(struct match_look *l, int rc, enum refusal no)
{
    return l->desk.db != NULL ? service_done(&l->desk, l->caller, rc, no) : rc;
}

int match_look_return(struct match_look *l)
{
    return service_desk_open(l->desk.service, POOL_SEALED, &l->desk);
}

int match_look_end(struct match_look *l, int rc, enum refusal no)
{
    if (l == NULL)
        return rc;
    rc = match_look_leave(l, rc, no);
    territory_drop(l->base);
    territory_drop(l->posts);
    match_offer_drop(l->one);
    secret_discard(l, sizeof *l);
    return rc;
}
