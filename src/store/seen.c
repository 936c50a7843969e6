/* SPDX-License-Identifier: EUPL-1.2 */
/* A fixed table, four places to a bucket, the oldest of a bucket gives way: no allocation after the start and no growth
 * whatever is sent. Session ids are hash values and only proven ones are put in, so buckets fill evenly. One lock, held
 * for a few comparisons. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "store/seen.h"

#include "base/banned.h"

#define BUCKETS 1024u
#define WAYS 4u
#define TOUCH_MS 60000
#define ROLE_MS 60000

struct place {
    unsigned char id[32];
    enum role role; /* ROLE_NONE: empty */
    bool touched;
    int64_t touched_ms;
    int64_t learned_ms;
    uint64_t age;
};

struct seen {
    pthread_mutex_t lock;
    uint64_t clock;
    struct place place[BUCKETS][WAYS];
};

int seen_new(struct seen **out)
{
    struct seen *s = calloc(1, sizeof *s);

    *out = s;
    if (s == NULL)
        return ERR_NOMEM;
    pthread_mutex_init(&s->lock, NULL);
    return ERR_OK;
}

void seen_free(struct seen *s)
{
    if (s == NULL)
        return;
    pthread_mutex_destroy(&s->lock);
    free(s);
}

static struct place *bucket_of(struct seen *s, const unsigned char id[32])
{
    return s->place[((unsigned)id[0] << 8 | id[1]) % BUCKETS];
}

static struct place *find(struct seen *s, const unsigned char id[32])
{
    struct place *b = bucket_of(s, id);

    for (unsigned i = 0; i < WAYS; i++)
        if (b[i].role != ROLE_NONE && memcmp(b[i].id, id, 32) == 0)
            return &b[i];
    return NULL;
}

enum role seen_role(struct seen *s, const unsigned char session[32], int64_t now_ms)
{
    enum role role = ROLE_NONE;
    struct place *p;

    pthread_mutex_lock(&s->lock);
    p = find(s, session);
    if (p != NULL && now_ms - p->learned_ms < ROLE_MS) {
        role = p->role;
        p->age = ++s->clock;
    }
    pthread_mutex_unlock(&s->lock);
    return role;
}

void seen_put(struct seen *s, const unsigned char session[32], enum role role, int64_t now_ms)
{
    struct place *b = bucket_of(s, session);
    struct place *p;

    if (role == ROLE_NONE)
        return;
    pthread_mutex_lock(&s->lock);
    p = find(s, session);
    if (p == NULL) {
        p = &b[0];
        for (unsigned i = 1; i < WAYS && p->role != ROLE_NONE; i++)
            if (b[i].role == ROLE_NONE || b[i].age < p->age)
                p = &b[i];
        memset(p, 0, sizeof *p);
        memcpy(p->id, session, 32);
    }
    p->role = role;
    p->learned_ms = now_ms;
    p->age = ++s->clock;
    pthread_mutex_unlock(&s->lock);
}

void seen_forget(struct seen *s, const unsigned char session[32])
{
    struct place *p;

    pthread_mutex_lock(&s->lock);
    p = find(s, session);
    if (p != NULL)
        memset(p, 0, sizeof *p);
    pthread_mutex_unlock(&s->lock);
}

bool seen_touch_due(struct seen *s, const unsigned char session[32], int64_t now_ms)
{
    bool due = true;
    struct place *p;

    pthread_mutex_lock(&s->lock);
    p = find(s, session);
    if (p != NULL) {
        due = !p->touched || now_ms - p->touched_ms >= TOUCH_MS;
        if (due) {
            p->touched = true;
            p->touched_ms = now_ms;
        }
    }
    pthread_mutex_unlock(&s->lock);
    return due;
}
