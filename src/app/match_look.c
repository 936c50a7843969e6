/* SPDX-License-Identifier: EUPL-1.2 */
/* What is known of the case, which posts changed and the bundle of its profile in one round trip; the vault, which has
 * its receipt before it opens. A second round trip only where there is something to ask: posts that changed, and what
 * the profile tells to keep away from. The mark of the first is older than the posts that the second reads, so what
 * changes in between is found again by the next request. All that was opened lies in one block that is wiped. */
#include <stdlib.h>
#include <string.h>

#include "app/match_look.h"
#include "app/opening.h"
#include "base/err.h"
#include "base/secret.h"
#include "store/sealed.h"

#include "base/banned.h"

#define BUNDLE_MAX (1u << 20)
#define PLAIN_MAX (VAULT_PLAINTEXT + 1024)

enum { FACTS, LAW, OWN, CHANGES, RECORD, CASE_STEPS };

/* Of another département than that of her unit nothing is in memory. */
static void compare_place(struct matching_changes *c, const char *departement)
{
    size_t n = strlen(departement);

    if (n > 0 && strncmp(c->mark, departement, n) == 0 && c->mark[n] == ' ')
        return;
    c->any = c->any && n > 0;
    c->has_base = false;
    c->mark[0] = '\0';
    c->n = 0;
}

static int read_case(struct match_look *l, const struct conn_step *steps, struct buf *bundle, size_t *measures)
{
    int rc = matching_read_facts(&steps[FACTS], &l->facts, measures);

    if (rc == ERR_OK)
        rc = matching_read_law(&steps[LAW], &l->law);
    if (rc == ERR_OK)
        rc = matching_read_own(&steps[OWN], l->own, &l->n_own);
    if (rc == ERR_OK)
        rc = matching_changes_read(&steps[CHANGES], &l->changes);
    if (rc == ERR_OK)
        compare_place(&l->changes, l->facts.departement);
    return rc == ERR_OK ? sealed_read_one(&steps[RECORD], &l->profile_version, bundle) : rc;
}

static enum refusal refused(const struct match_look *l, size_t measures)
{
    if (measures == 0)
        return uuid_is_nil(&l->in->measure) ? REFUSAL_MEASURE_NONE : REFUSAL_NOT_FOUND;
    if (measures > 1)
        return REFUSAL_MEASURE_WHICH;
    if (!l->facts.open)
        return REFUSAL_MEASURE_NONE;
    return l->profile_version == 0 ? REFUSAL_PROFILE_NONE : REFUSAL_NONE;
}

static int fetch_case(struct match_look *l, const char *const *marks, size_t n_marks, struct buf *bundle,
                      enum refusal *no)
{
    struct sealed_ref ref = {RECORD_CASE_FILE, l->in->case_id, RECORD_MATCH, 0};
    struct param_list params[CASE_STEPS];
    struct conn_step steps[CASE_STEPS];
    size_t measures = 0;
    int rc;

    matching_facts_step(&steps[FACTS], &params[FACTS], &l->in->case_id,
                        uuid_is_nil(&l->in->measure) ? NULL : &l->in->measure, l->chain);
    matching_law_step(&steps[LAW]);
    matching_own_step(&steps[OWN], &params[OWN], &l->in->case_id, l->chain);
    matching_changes_step(&steps[CHANGES], &params[CHANGES], marks, n_marks, l->chain);
    sealed_one_step(&steps[RECORD], &params[RECORD], &ref, l->in->reason);
    rc = tx_once(l->desk.db, &l->who, steps, CASE_STEPS, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE) {
        rc = read_case(l, steps, bundle, &measures);
        if (rc == ERR_OK)
            *no = refused(l, measures);
    }
    conn_clear(steps, CASE_STEPS);
    param_release(&params[CHANGES]);
    if (rc == ERR_NOTFOUND) {
        *no = REFUSAL_NOT_FOUND;
        rc = ERR_OK;
    }
    return rc;
}

/* The territories that are kept lend their marks; the one that is of use stays. */
static int find_case(struct match_look *l, struct buf *bundle, enum refusal *no)
{
    struct territory *kept[TERRITORIES];
    const char *mark[TERRITORIES];
    size_t n = territories_hold(service_territories(l->desk.service), kept);
    int rc;

    for (size_t i = 0; i < n; i++)
        mark[i] = kept[i]->mark;
    rc = fetch_case(l, mark, n, bundle, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && l->changes.has_base && l->changes.base < n &&
        l->changes.n <= MATCHING_CHANGED)
        l->base = territory_hold(kept[l->changes.base]);
    for (size_t i = 0; i < n; i++)
        territory_drop(kept[i]);
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
enum { POSTS, TAKEN, ASK_STEPS = 4 };

struct ask {
    struct conn_step steps[ASK_STEPS];
    struct param_list params[ASK_STEPS];
    size_t n;
    const struct conn_step *met; /* NULL: nobody is asked about */
    const struct conn_step *home;
};

static void ask_person(const struct match_look *l, struct ask *a)
{
    const struct profile *p = &l->profile;

    if (l->knows_person)
        return;
    if (p->n_cases > 0) {
        a->met = &a->steps[a->n];
        matching_met_step(&a->steps[a->n], &a->params[a->n], p->cases, p->n_cases);
        a->n++;
    }
    if (!p->has_point) {
        a->home = &a->steps[a->n];
        matching_home_step(&a->steps[a->n], &a->params[a->n], p->commune);
        a->n++;
    }
}

static int read_person(struct match_look *l, const struct ask *a)
{
    struct match_snapshot_in *s = &l->sources;
    int rc = ERR_OK;

    if (a->met != NULL)
        rc = matching_read_met(a->met, l->met, &s->n_met);
    if (rc == ERR_OK && a->home != NULL)
        rc = matching_read_home(a->home, &s->has_home, &s->lat, &s->lon);
    l->knows_person = rc == ERR_OK;
    return rc;
}

/* The steps of posts, if there are any, are in a already. Frees a. */
static int ask(struct match_look *l, struct ask *a, struct matching_posts *posts, enum refusal *no)
{
    bool posts_too = a->n > 0;
    int rc = ERR_OK;

    ask_person(l, a);
    if (a->n > 0)
        rc = tx_once(l->desk.db, &l->who, a->steps, a->n, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && posts_too)
        rc = matching_posts_read(&a->steps[POSTS], &a->steps[TAKEN], posts);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = read_person(l, a);
    conn_clear(a->steps, a->n);
    for (size_t i = 0; i < a->n; i++)
        param_release(&a->params[i]);
    return rc;
}

static void ask_posts(struct ask *a, const struct uuid *ids, size_t n, const struct uuid *chain)
{
    matching_posts_these_step(&a->steps[POSTS], &a->params[POSTS], ids, n);
    matching_posts_taken_of_these_step(&a->steps[TAKEN], &a->params[TAKEN], ids, n, chain);
    a->n = 2;
}

/* What is without the placements of a chain is for this request only. */
static int gather(struct match_look *l, const struct matching_posts *read)
{
    const struct matching_changes *c = &l->changes;
    int rc = ERR_OK;

    if (l->base == NULL)
        rc = territory_new(&l->posts, c->mark, read);
    else if (c->n > 0)
        rc = territory_renew(&l->posts, l->base, c->mark, l->facts.departement, c->changed, c->n, read);
    else
        l->posts = territory_hold(l->base);
    if (rc == ERR_OK && l->chain == NULL)
        territories_keep(service_territories(l->desk.service), l->posts);
    return rc;
}

int match_look_posts(struct match_look *l, enum refusal *no)
{
    const struct matching_changes *c = &l->changes;
    struct matching_posts read = {0};
    struct ask a = {.n = 0};
    int rc;

    if (c->any && l->base == NULL) {
        matching_posts_step(&a.steps[POSTS], &a.params[POSTS], l->facts.departement);
        matching_posts_taken_step(&a.steps[TAKEN], &a.params[TAKEN], l->facts.departement, l->chain);
        a.n = 2;
    } else if (c->n > 0) {
        ask_posts(&a, c->changed, c->n, l->chain);
    }
    rc = ask(l, &a, &read, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = gather(l, &read);
    matching_posts_release(&read);
    return rc;
}

int match_look_one(struct match_look *l, const struct uuid *post, enum refusal *no)
{
    struct matching_posts read = {0};
    struct ask a = {.n = 0};
    int rc;

    ask_posts(&a, post, 1, l->chain);
    rc = ask(l, &a, &read, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && read.n == 1)
        rc = match_offer_new(&l->one, &read.post[0], read.taken, read.n_taken);
    matching_posts_release(&read);
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

int match_look_end(struct match_look *l, int rc, enum refusal no)
{
    if (l == NULL)
        return rc;
    if (l->desk.db != NULL)
        rc = service_done(&l->desk, l->caller, rc, no);
    territory_drop(l->base);
    territory_drop(l->posts);
    match_offer_drop(l->one);
    secret_wipe(l, sizeof *l);
    free(l);
    return rc;
}
