/* SPDX-License-Identifier: EUPL-1.2 */
/* Two requests that renew the same territory at once each keep what they made, the last one wins: both are right,
 * because a mark says of which snapshot the posts are, and what came later is found again by who uses it. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "app/territories.h"
#include "base/err.h"

#include "base/banned.h"

struct territories {
    pthread_mutex_t lock;
    unsigned long clock; /* counts uses */
    size_t n;
    struct kept {
        struct territory *t;
        unsigned long used;
    } kept[TERRITORIES];
};

int territories_new(struct territories **out)
{
    struct territories *s = calloc(1, sizeof *s);

    *out = s;
    if (s == NULL)
        return ERR_NOMEM;
    if (pthread_mutex_init(&s->lock, NULL) == 0)
        return ERR_OK;
    free(s);
    *out = NULL;
    return ERR_NOMEM;
}

void territories_free(struct territories *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->n; i++)
        territory_drop(s->kept[i].t);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

size_t territories_hold(struct territories *s, struct territory *out[TERRITORIES])
{
    size_t n;

    pthread_mutex_lock(&s->lock);
    n = s->n;
    for (size_t i = 0; i < n; i++)
        out[i] = territory_hold(s->kept[i].t);
    pthread_mutex_unlock(&s->lock);
    return n;
}

/* The département is the first word of a mark. */
static bool same_place(const char *a, const char *b)
{
    size_t n = strcspn(a, " ");

    return n == strcspn(b, " ") && memcmp(a, b, n) == 0;
}

static size_t find(const struct territories *s, const struct territory *t)
{
    size_t i = 0;

    while (i < s->n && !same_place(s->kept[i].t->mark, t->mark))
        i++;
    return i;
}

/* Those that go, at most n, into gone: freeing thousands of posts is not done under the lock. */
static size_t make_room(struct territories *s, size_t posts, struct territory **gone)
{
    size_t all = posts, n = 0;

    for (size_t i = 0; i < s->n; i++)
        all += s->kept[i].t->n;
    while (s->n > 0 && (s->n == TERRITORIES || all > TERRITORIES_POSTS)) {
        size_t oldest = 0;

        for (size_t i = 1; i < s->n; i++)
            if (s->kept[i].used < s->kept[oldest].used)
                oldest = i;
        all -= s->kept[oldest].t->n;
        gone[n++] = s->kept[oldest].t;
        s->kept[oldest] = s->kept[--s->n];
    }
    return n;
}

void territories_keep(struct territories *s, struct territory *t)
{
    struct territory *gone[TERRITORIES + 1];
    size_t n_gone = 0;
    size_t at;

    if (t->mark[0] == '\0' || t->n > TERRITORIES_POSTS)
        return;
    pthread_mutex_lock(&s->lock);
    at = find(s, t);
    if (at < s->n && s->kept[at].t == t) {
        s->kept[at].used = ++s->clock;
    } else {
        if (at < s->n) {
            gone[n_gone++] = s->kept[at].t;
            s->kept[at] = s->kept[--s->n];
        }
        n_gone += make_room(s, t->n, gone + n_gone);
        s->kept[s->n++] = (struct kept){territory_hold(t), ++s->clock};
    }
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < n_gone; i++)
        territory_drop(gone[i]);
}
