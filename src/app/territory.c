/* SPDX-License-Identifier: EUPL-1.2 */
/* A territory is an array of held offers, in order; a renewal goes once through it. */
#include <stdlib.h>
#include <string.h>

#include "app/territory.h"
#include "base/err.h"

#include "base/banned.h"

static int by_id(const struct uuid *a, const struct uuid *b)
{
    return memcmp(a->b, b->b, sizeof a->b);
}

static int empty(struct territory **out, const char *mark, size_t room)
{
    struct territory *t = calloc(1, sizeof *t);

    *out = t;
    if (t == NULL)
        return ERR_NOMEM;
    atomic_init(&t->holders, 1);
    t->mark = strdup(mark);
    t->offer = calloc(room + 1, sizeof(struct match_offer *));
    t->front = calloc(room + 1, sizeof *t->front);
    t->timetables = calloc(1, sizeof *t->timetables);
    return t->mark == NULL || t->offer == NULL || t->front == NULL || t->timetables == NULL ? ERR_NOMEM : ERR_OK;
}

/* What is taken of post i, which comes at or behind *at; moves *at behind it. */
static int add(struct territory *t, const struct matching_posts *posts, size_t i, size_t *at)
{
    const struct uuid *id = &posts->post[i].id;
    size_t first;
    int rc;

    while (*at < posts->n_taken && by_id(&posts->taken[*at].post, id) < 0)
        (*at)++;
    first = *at;
    while (*at < posts->n_taken && uuid_eq(&posts->taken[*at].post, id))
        (*at)++;
    rc = match_offer_new(&t->offer[t->n], &posts->post[i], posts->taken + first, *at - first, &t->weeks);
    if (rc != ERR_OK)
        return rc;
    glance_make(&t->offer[t->n]->p, &t->weeks, t->timetables, &t->front[t->n]);
    t->front[t->n].plain = t->front[t->n].plain && !t->offer[t->n]->dated;
    t->n++;
    return ERR_OK;
}

/* All went well, or nothing is there. */
static int made(struct territory **out, int rc)
{
    if (rc == ERR_OK)
        return rc;
    territory_drop(*out);
    *out = NULL;
    return rc;
}

static struct territory_homes *homes_new(struct matching_home *home, size_t n)
{
    struct territory_homes *h = calloc(1, sizeof *h);

    if (h == NULL) {
        free(home);
        return NULL;
    }
    atomic_init(&h->holders, 1);
    h->home = home;
    h->n = n;
    return h;
}

static void homes_drop(struct territory_homes *h)
{
    if (h == NULL || atomic_fetch_sub_explicit(&h->holders, 1, memory_order_acq_rel) != 1)
        return;
    free(h->home);
    free(h);
}

static int by_insee(const void *insee, const void *home)
{
    return strcmp(insee, ((const struct matching_home *)home)->insee);
}

const struct matching_home *territory_home(const struct territory *t, const char *insee)
{
    return bsearch(insee, t->homes->home, t->homes->n, sizeof *t->homes->home, by_insee);
}

int territory_new(struct territory **out, const char *mark, int32_t day, const struct matching_posts *posts,
                  struct matching_home *home, size_t n_homes)
{
    struct territory_homes *homes = homes_new(home, n_homes);
    size_t at = 0;
    int rc = homes == NULL ? ERR_NOMEM : ERR_OK;

    *out = NULL;
    if (rc == ERR_OK)
        rc = empty(out, mark, posts->n);
    if (*out == NULL) {
        homes_drop(homes);
        return ERR_NOMEM;
    }
    (*out)->homes = homes;
    ready_weeks_from(&(*out)->weeks, day);
    for (size_t i = 0; i < posts->n && rc == ERR_OK; i++)
        rc = add(*out, posts, i, &at);
    return made(out, rc);
}

static bool listed(const struct uuid *ids, size_t n, const struct uuid *id)
{
    size_t lo = 0;

    for (size_t hi = n; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;

        if (by_id(&ids[mid], id) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && uuid_eq(&ids[lo], id);
}

static bool belongs(const struct matching_post *p, const char *departement)
{
    return strcmp(p->departement, departement) == 0 &&
           (strcmp(p->state, "inscribed") == 0 || strcmp(p->state, "suspended") == 0);
}

/* Both lists are in order, and none of the posts is among those of base that stay. */
int territory_renew(struct territory **out, const struct territory *base, const char *mark, const char *departement,
                    const struct uuid *ids, size_t n, const struct matching_posts *posts)
{
    size_t at = 0, old = 0;
    int rc = empty(out, mark, base->n + posts->n);
    struct territory *t = *out;

    if (rc == ERR_OK)
        *t->timetables = *base->timetables;
    if (t != NULL) {
        t->law = base->law;
        t->weeks = base->weeks;
        t->homes = base->homes;
        atomic_fetch_add_explicit(&t->homes->holders, 1, memory_order_relaxed);
    }
    for (size_t i = 0; i <= posts->n && rc == ERR_OK; i++) {
        for (; old < base->n && (i == posts->n || by_id(&base->offer[old]->post.id, &posts->post[i].id) <= 0); old++)
            if (!listed(ids, n, &base->offer[old]->post.id)) {
                t->front[t->n] = base->front[old];
                t->offer[t->n++] = match_offer_hold(base->offer[old]);
            }
        if (i < posts->n && belongs(&posts->post[i], departement))
            rc = add(t, posts, i, &at);
    }
    return made(out, rc);
}

struct territory *territory_hold(struct territory *t)
{
    atomic_fetch_add_explicit(&t->holders, 1, memory_order_relaxed);
    return t;
}

void territory_drop(struct territory *t)
{
    if (t == NULL || atomic_fetch_sub_explicit(&t->holders, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; t->offer != NULL && i < t->n; i++)
        match_offer_drop(t->offer[i]);
    homes_drop(t->homes);
    free(t->offer);
    free(t->front);
    free(t->timetables);
    free(t->mark);
    free(t);
}
