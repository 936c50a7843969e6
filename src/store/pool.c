/* SPDX-License-Identifier: EUPL-1.2 */
/* The pool of database connections. Each lane has a semaphore that counts its free ones and a lock for their list: who
 * waits sleeps once and is woken without the lock, where a condition would cost another call to take it again. A
 * connection is looked at (is the server still there?) by whoever takes it, outside the lock. The last one given back
 * is the first one taken, so that few connections do the work of a quiet hour and their caches stay warm. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/err.h"
#include "store/pool.h"

#include "base/banned.h"

#define SLOTS_MAX 144

struct lane {
    sem_t freed;
    atomic_size_t waiting;
    pthread_mutex_t lock; /* of what follows */
    struct conn *free[SLOTS_MAX];
    size_t n_free;
};

struct pool {
    struct conn *all[SLOTS_MAX];
    size_t n;
    struct pool_size size;
    struct lane lane[POOL_LANES];
};

static void put(struct lane *l, struct conn *c)
{
    pthread_mutex_lock(&l->lock);
    l->free[l->n_free++] = c;
    pthread_mutex_unlock(&l->lock);
    sem_post(&l->freed);
}

/* Slots are numbered lane after lane. */
static struct lane *lane_of(struct pool *p, size_t slot)
{
    if (slot < p->size.pages)
        return &p->lane[POOL_PAGES];
    return &p->lane[slot < p->size.pages + p->size.sealed ? POOL_SEALED : POOL_SIGN_IN];
}

int pool_new(struct pool **out, const struct conn_options *o, const struct pool_size *size)
{
    struct pool *p = NULL;
    int rc = ERR_OK;

    *out = NULL;
    if (size->pages < 1 || size->pages > 64 || size->sealed < 1 || size->sealed > 64 || size->sign_in < 1 ||
        size->sign_in > 16)
        return ERR_LIMIT;
    p = calloc(1, sizeof *p);
    if (p == NULL)
        return ERR_NOMEM;
    p->size = *size;
    for (int i = 0; i < POOL_LANES; i++) {
        pthread_mutex_init(&p->lane[i].lock, NULL);
        sem_init(&p->lane[i].freed, 0, 0);
    }
    for (size_t i = 0; i < size->pages + size->sealed + size->sign_in && rc == ERR_OK; i++) {
        rc = conn_new(&p->all[i], o);
        if (rc != ERR_OK)
            break;
        conn_set_slot(p->all[i], i);
        put(lane_of(p, i), p->all[i]);
        p->n++;
    }
    if (rc != ERR_OK) {
        pool_free(p);
        return rc;
    }
    *out = p;
    return ERR_OK;
}

void pool_free(struct pool *p)
{
    if (p == NULL)
        return;
    for (size_t i = 0; i < p->n; i++)
        conn_free(p->all[i]);
    for (int i = 0; i < POOL_LANES; i++) {
        sem_destroy(&p->lane[i].freed);
        pthread_mutex_destroy(&p->lane[i].lock);
    }
    free(p);
}

static struct timespec instant(int64_t mono_ms)
{
    struct timespec now;
    int64_t left = mono_ms - clock_mono_ms();
    int64_t ns;

    clock_gettime(CLOCK_MONOTONIC, &now);
    if (left < 0)
        left = 0;
    ns = (int64_t)now.tv_nsec + left % 1000 * 1000000;
    return (struct timespec){.tv_sec = now.tv_sec + (time_t)(left / 1000) + (time_t)(ns / 1000000000),
                             .tv_nsec = (long)(ns % 1000000000)};
}

/* Until one is free, which is then the caller's to pick; by the clock that nobody sets. */
static int wait_for_one(struct lane *l, size_t waiting_max, int64_t deadline)
{
    struct timespec until = instant(deadline);
    int rc = ERR_OK;

    if (sem_trywait(&l->freed) == 0)
        return ERR_OK;
    if (atomic_fetch_add(&l->waiting, 1) >= waiting_max)
        rc = ERR_LIMIT;
    while (rc == ERR_OK && sem_clockwait(&l->freed, CLOCK_MONOTONIC, &until) != 0)
        if (errno != EINTR)
            rc = ERR_TIMEOUT;
    atomic_fetch_sub(&l->waiting, 1);
    return rc;
}

static struct conn *pick(struct lane *l)
{
    pthread_mutex_lock(&l->lock);
    struct conn *c = l->free[--l->n_free];
    pthread_mutex_unlock(&l->lock);
    return c;
}

int pool_take(struct pool *p, enum pool_lane lane, int64_t deadline, struct conn **out)
{
    int rc = wait_for_one(&p->lane[lane], p->size.waiting, deadline);

    if (rc != ERR_OK)
        return rc;
    *out = pick(&p->lane[lane]);
    rc = conn_ready(*out);
    if (rc != ERR_OK) {
        pool_give(p, *out);
        *out = NULL;
    }
    return rc;
}

void pool_give(struct pool *p, struct conn *c)
{
    if (c == NULL)
        return;
    if (conn_in_transaction(c))
        conn_doubt(c);
    put(lane_of(p, conn_slot(c)), c);
}

size_t pool_slots(const struct pool *p)
{
    return p->n;
}
