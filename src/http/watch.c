/* SPDX-License-Identifier: EUPL-1.2 */
/* A fixed array of places and a thread that looks at it ten times a second. Entering and leaving take the lock, and
 * so does the look, so that a descriptor is never shut after it was closed and given to somebody else. The deadline
 * itself is one atomic word, written at every change of phase without a lock. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"
#include "base/err.h"
#include "http/watch.h"

#include "base/banned.h"

#define LOOK_MS 100

struct watch_place {
    int fd; /* -1: free */
    atomic_llong deadline;
    atomic_int phase;
};

struct watch {
    pthread_mutex_t lock;
    pthread_t thread;
    atomic_bool stop;
    struct watch_limits limits;
    size_t n;
    struct watch_place place[];
};

static void shut_late(struct watch *w, int64_t now)
{
    pthread_mutex_lock(&w->lock);
    for (size_t i = 0; i < w->n; i++) {
        struct watch_place *p = &w->place[i];

        if (p->fd >= 0 && atomic_load(&p->deadline) <= now)
            shutdown(p->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&w->lock);
}

static void *look(void *arg)
{
    static const struct timespec nap = {.tv_nsec = LOOK_MS * 1000000L};
    struct watch *w = arg;

    while (!atomic_load(&w->stop)) {
        nanosleep(&nap, NULL);
        shut_late(w, clock_mono_ms());
    }
    return NULL;
}

int watch_new(struct watch **out, size_t places, const struct watch_limits *limits)
{
    struct watch *w = calloc(1, sizeof *w + places * sizeof w->place[0]);

    *out = NULL;
    if (w == NULL)
        return ERR_NOMEM;
    w->limits = *limits;
    w->n = places;
    for (size_t i = 0; i < places; i++)
        w->place[i].fd = -1;
    pthread_mutex_init(&w->lock, NULL);
    if (pthread_create(&w->thread, NULL, look, w) != 0) {
        pthread_mutex_destroy(&w->lock);
        free(w);
        return ERR_NOMEM;
    }
    *out = w;
    return ERR_OK;
}

void watch_free(struct watch *w)
{
    if (w == NULL)
        return;
    atomic_store(&w->stop, true);
    pthread_join(w->thread, NULL);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

void watch_begin(struct watch *w, struct watch_place *p, enum watch_phase phase)
{
    if (p == NULL)
        return;
    atomic_store(&p->phase, (int)phase);
    atomic_store(&p->deadline, clock_mono_ms() + w->limits.ms[phase]);
}

struct watch_place *watch_enter(struct watch *w, int fd)
{
    struct watch_place *found = NULL;

    pthread_mutex_lock(&w->lock);
    for (size_t i = 0; i < w->n && found == NULL; i++)
        if (w->place[i].fd < 0)
            found = &w->place[i];
    if (found != NULL) {
        watch_begin(w, found, WATCH_HEADER);
        found->fd = fd;
    }
    pthread_mutex_unlock(&w->lock);
    return found;
}

void watch_leave(struct watch *w, struct watch_place *p)
{
    if (p == NULL)
        return;
    pthread_mutex_lock(&w->lock);
    p->fd = -1;
    pthread_mutex_unlock(&w->lock);
}

size_t watch_busy(struct watch *w)
{
    size_t n = 0;

    pthread_mutex_lock(&w->lock);
    for (size_t i = 0; i < w->n; i++) {
        int phase = atomic_load(&w->place[i].phase);

        if (w->place[i].fd >= 0 && (phase == WATCH_BODY || phase == WATCH_WORK || phase == WATCH_SEND))
            n++;
    }
    pthread_mutex_unlock(&w->lock);
    return n;
}
