/* SPDX-License-Identifier: EUPL-1.2 */
/* One round trip for everybody; lists in the order of cases are cut into each one's part. */
#include <stdlib.h>
#include <string.h>

#include "app/plan_around.h"
#include "app/territory_read.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

enum { TIMES, SITES, HOMES, POSTS, REST_STEPS = POSTS + TERRITORY_READ_STEPS };

/* What is read with the profiles known, in the order of cases, and of communes. */
struct rest {
    struct uuid *cases;  /* of everybody */
    struct uuid *avoid;  /* of everybody's people to keep away from */
    const char **insee;
    size_t n_avoid, n_insee;
    struct plan_time *time;
    struct plan_site *site;
    struct matching_home *home;
    size_t n_time, n_site, n_home;
};

static void rest_release(struct rest *r)
{
    free(r->cases);
    secret_discard(r->avoid, r->n_avoid * sizeof *r->avoid);
    free(r->insee);
    free(r->time);
    free(r->site);
    free(r->home);
}

/* Of communes that are not in memory. */
static int ask_for(const struct plan_people *p, const struct territory *base, struct rest *r)
{
    r->cases = calloc(p->n + 1, sizeof *r->cases);
    r->avoid = calloc(p->n * PROFILE_LISTED + 1, sizeof *r->avoid);
    r->insee = calloc(p->n + 1, sizeof *r->insee);
    if (r->cases == NULL || r->avoid == NULL || r->insee == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < p->n; i++) {
        const struct profile *q = p->person[i].profile;

        r->cases[i] = p->facts[i].case_id;
        if (q == NULL)
            continue;
        memcpy(&r->avoid[r->n_avoid], q->cases, q->n_cases * sizeof *q->cases);
        r->n_avoid += q->n_cases;
        if (!q->has_point && q->commune[0] != '\0' && (base == NULL || territory_home(base, q->commune) == NULL))
            r->insee[r->n_insee++] = q->commune;
    }
    return ERR_OK;
}

/* The first of n elements of some size, each beginning with a case, that is of this case or behind it. */
static size_t first_of(const void *list, size_t n, size_t size, const struct uuid *id)
{
    size_t lo = 0;
    size_t hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct uuid *at = (const void *)((const unsigned char *)list + mid * size);

        if (memcmp(at->b, id->b, sizeof id->b) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static int place_times(struct plan_people *p, const struct rest *r)
{
    p->own = calloc(r->n_time + 1, sizeof *p->own);
    if (p->own == NULL)
        return ERR_NOMEM;
    for (size_t k = 0; k < r->n_time; k++)
        p->own[k] = r->time[k].time;
    for (size_t i = 0; i < p->n; i++) {
        struct match_snapshot_in *s = &p->person[i].sources;
        const struct uuid *id = &p->facts[i].case_id;
        size_t at = first_of(r->time, r->n_time, sizeof *r->time, id);

        s->own = &p->own[at];
        while (at + s->n_own < r->n_time && uuid_eq(&r->time[at + s->n_own].case_id, id))
            s->n_own++;
    }
    return ERR_OK;
}

/* Sites to keep away from; into out, unless that is NULL. How many. */
static size_t sites_of(const struct profile *q, const struct rest *r, struct uuid *out)
{
    size_t n = 0;

    for (size_t k = 0; q != NULL && k < q->n_cases; k++)
        for (size_t at = first_of(r->site, r->n_site, sizeof *r->site, &q->cases[k]);
             at < r->n_site && uuid_eq(&r->site[at].case_id, &q->cases[k]); at++, n++)
            if (out != NULL)
                out[n] = r->site[at].site;
    return n;
}

static int place_sites(struct plan_people *p, const struct rest *r)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++)
        n += sites_of(p->person[i].profile, r, NULL);

    p->met = calloc(n + 1, sizeof *p->met);
    if (p->met == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < p->n; i++) {
        struct match_snapshot_in *s = &p->person[i].sources;

        s->met = &p->met[p->n_met];
        s->n_met = sites_of(p->person[i].profile, r, &p->met[p->n_met]);
        p->n_met += s->n_met;
    }
    return ERR_OK;
}

static int by_insee(const void *insee, const void *home)
{
    return strcmp(insee, ((const struct matching_home *)home)->insee);
}

static void place_homes(struct plan_people *p, const struct rest *r)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct profile *q = p->person[i].profile;
        struct match_snapshot_in *s = &p->person[i].sources;
        const struct matching_home *home = NULL;

        if (q != NULL && !q->has_point && p->posts != NULL)
            home = territory_home(p->posts, q->commune);
        if (q != NULL && !q->has_point && home == NULL)
            home = bsearch(q->commune, r->home, r->n_home, sizeof *r->home, by_insee);
        if (home == NULL)
            continue;
        s->has_home = true;
        s->lat = home->lat;
        s->lon = home->lon;
    }
}

static int read_rest(struct plan_people *p, struct conn_step *steps, struct rest *r)
{
    int rc = plan_read_times(&steps[TIMES], &r->time, &r->n_time);

    if (rc == ERR_OK)
        rc = plan_read_sites(&steps[SITES], &r->site, &r->n_site);
    if (rc == ERR_OK)
        rc = matching_read_homes(&steps[HOMES], &r->home, &r->n_home);
    if (rc == ERR_OK)
        rc = place_times(p, r);
    if (rc == ERR_OK)
        rc = place_sites(p, r);
    if (rc == ERR_OK)
        place_homes(p, r);
    return rc;
}

static int read_around(struct conn *db, const struct tx_who *who, struct territory *base,
                       const struct matching_changes *changes, struct plan_people *p, struct rest *r,
                       enum refusal *no)
{
    const char *departement = p->facts[0].measure.departement;
    struct param_list params[REST_STEPS] = {{0}};
    struct conn_step steps[REST_STEPS];
    size_t n = 0;
    int rc = ask_for(p, base, r);

    if (rc != ERR_OK)
        return rc;
    plan_times_step(&steps[TIMES], &params[TIMES], r->cases, p->n);
    plan_sites_step(&steps[SITES], &params[SITES], r->avoid, r->n_avoid);
    plan_homes_step(&steps[HOMES], &params[HOMES], r->insee, r->n_insee);
    if (changes != NULL)
        n = territory_read_steps(&steps[POSTS], &params[POSTS], base, changes, departement, NULL);
    rc = tx_once(db, who, steps, POSTS + n, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && changes != NULL)
        rc = territory_read(&p->posts, base, changes, departement, p->facts[0].measure.today, &p->law,
                            &steps[POSTS], n);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = read_rest(p, steps, r);
    conn_clear(steps, POSTS + n);
    for (size_t i = 0; i < POSTS + n; i++)
        param_release(&params[i]);
    return rc;
}

int plan_around_read(struct conn *db, const struct tx_who *who, struct territory *base,
                     const struct matching_changes *changes, struct plan_people *p, enum refusal *no)
{
    struct rest r = {0};
    int rc = read_around(db, who, base, changes, p, &r, no);

    rest_release(&r);
    return rc;
}
