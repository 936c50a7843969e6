/* SPDX-License-Identifier: EUPL-1.2 */
/* As many at a time as one ticket names and one frame carries, each time with one entry of all of them before the first
 * is readable. Where so many are too long for one frame, half as many; where the ceiling refuses so many, half as many
 * too, if that is asked for, down to two: one alone would not be counted as a matching run (sealer/ceiling.h). */
#include <stdlib.h>
#include <string.h>

#include "app/opening.h"
#include "app/plan_open.h"
#include "base/err.h"
#include "store/row.h"
#include "store/sealed.h"

#include "base/banned.h"

#define BUNDLE_MAX ((4u << 20) - 4096) /* with what is around it, one frame of the vault */

struct work {
    struct service_desk *desk;
    const struct tx_who *who;
    const struct service_caller *caller;
    const struct plan_people_in *in;
    struct plan_people *p;
    size_t *first; /* of each person the first one of her case */
};

static int by_case(const void *a, const void *b)
{
    const struct plan_person *x = *(const struct plan_person *const *)a;
    const struct plan_person *y = *(const struct plan_person *const *)b;
    int way = memcmp(x->facts->case_id.b, y->facts->case_id.b, sizeof x->facts->case_id.b);

    return way != 0 ? way : (x > y) - (x < y);
}

/* Several measures of one case wait. */
static int find_first(struct work *w)
{
    struct plan_people *p = w->p;
    const struct plan_person **sorted = calloc(p->n + 1, sizeof *sorted);

    w->first = calloc(p->n + 1, sizeof *w->first);
    if (sorted == NULL || w->first == NULL) {
        free(sorted);
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < p->n; i++)
        sorted[i] = &p->person[i];
    qsort(sorted, p->n, sizeof *sorted, by_case);
    for (size_t k = 0; k < p->n; k++) {
        size_t at = (size_t)(sorted[k] - p->person);

        w->first[at] = k > 0 && uuid_eq(&sorted[k]->facts->case_id, &sorted[k - 1]->facts->case_id)
                           ? w->first[sorted[k - 1] - p->person]
                           : at;
    }
    free(sorted);
    return ERR_OK;
}

/* Of at most this many from person at on whose profile is to be opened: who they are. */
static size_t choose(const struct work *w, size_t at, size_t most, size_t who[VAULT_ITEMS],
                     struct uuid cases[VAULT_ITEMS])
{
    const struct plan_people *p = w->p;
    size_t n = 0;

    for (; at < p->n && n < most; at++)
        if (p->person[at].lack == PLAN_PEOPLE_WHOLE && w->first[at] == at) {
            who[n] = at;
            cases[n++] = p->facts[at].case_id;
        }
    return n;
}

static int fetch(struct work *w, const struct uuid *cases, size_t n, struct buf *bundle, enum refusal *no)
{
    struct param_list params SCOPED_PARAMS;
    struct conn_step step;
    int rc;

    sealed_fetch_many_step(&step, &params, RECORD_CASE_FILE, RECORD_MATCH, cases, n, w->in->reason);
    rc = tx_once(w->desk->db, w->who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = row_take(&step, bundle);
    conn_clear(&step, 1);
    return rc;
}

static int open_some(struct work *w, const size_t *who, const struct uuid *cases, size_t n, enum refusal *no)
{
    struct vault_bytes record[VAULT_ITEMS] = {{0}};
    struct plan_people *p = w->p;
    struct buf bundle SCOPED_BUF;
    struct buf plain SCOPED_BUF;
    int rc;

    buf_init(&bundle, BUNDLE_MAX);
    buf_init_secret(&plain, BUNDLE_MAX);
    rc = fetch(w, cases, n, &bundle, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = opening_do(w->desk, w->caller, &bundle, &plain, record, n, no);
    if (rc != ERR_OK || *no != REFUSAL_NONE)
        return rc;
    for (size_t k = 0; k < n; k++) {
        struct plan_person *one = &p->person[who[k]];

        if (record[k].p != NULL && w->in->read(record[k].p, record[k].n, &p->profiles[who[k]]))
            one->profile = &p->profiles[who[k]];
        else
            one->lack = PLAN_PEOPLE_BROKEN;
    }
    p->opened += n;
    return ERR_OK;
}

/* Of n that were too many: how many are to be tried; 0: no more. */
static size_t fewer(const struct work *w, size_t n, int rc, enum refusal no)
{
    if (rc == ERR_LIMIT)
        return n / 2;
    if (rc != ERR_OK || no != REFUSAL_CEILING || !w->in->as_far || n <= 2)
        return 0;
    return n == 3 ? 2 : n / 2;
}

/* *at: the first who is not opened. */
static int open_all(struct work *w, size_t *at, enum refusal *no)
{
    struct uuid cases[VAULT_ITEMS];
    size_t who[VAULT_ITEMS];
    size_t most = VAULT_ITEMS;

    for (*at = 0;;) {
        size_t n = choose(w, *at, most, who, cases);
        int rc = n == 0 ? ERR_OK : open_some(w, who, cases, n, no);
        size_t less = fewer(w, n, rc, *no);

        if (less > 0) {
            most = less;
            *no = REFUSAL_NONE;
        } else if (n == 0 || rc != ERR_OK || *no != REFUSAL_NONE) {
            return rc;
        } else {
            *at = who[n - 1] + 1;
        }
    }
}

int plan_open(struct service_desk *d, const struct tx_who *who, const struct service_caller *c,
              const struct plan_people_in *in, struct plan_people *p, enum refusal *no)
{
    struct work w = {.desk = d, .who = who, .caller = c, .in = in, .p = p};
    size_t at;
    int rc = find_first(&w);

    if (rc == ERR_OK)
        rc = open_all(&w, &at, no);
    if (rc == ERR_OK && in->as_far && *no == REFUSAL_CEILING && p->opened > 0) {
        for (; at < p->n; at++)
            if (p->person[at].lack == PLAN_PEOPLE_WHOLE)
                p->person[at].lack = PLAN_PEOPLE_UNSEEN;
        *no = REFUSAL_NONE;
    }
    for (size_t i = 0; i < p->n && rc == ERR_OK; i++) {
        struct plan_person *one = &p->person[i];
        const struct plan_person *first = &p->person[w.first[i]];

        one->lack = first->lack;
        one->sources.profile = one->profile = first->profile;
    }
    free(w.first);
    return rc;
}
