/* SPDX-License-Identifier: EUPL-1.2 */
/* Each write waits for the disk and each opening for the log; both flush for all who wait. So there are more threads
 * than cores. The lock is held for a counter only. */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

#include "admin/demo_crew.h"

#include "base/clock.h"
#include "base/err.h"

#include "base/banned.h"

#define SAY_MS 4000

struct crew {
    const struct demo_sessions *sessions;
    demo_crew_work fn;
    void *context;
    const char *word;
    size_t n;
    pthread_mutex_t lock;
    size_t begun, done;
    int64_t said_ms;
    int rc;
};

static bool next(struct crew *w, size_t *i)
{
    pthread_mutex_lock(&w->lock);
    const bool more = w->rc == ERR_OK && w->begun < w->n;
    if (more)
        *i = w->begun++;
    pthread_mutex_unlock(&w->lock);
    return more;
}

static void finish(struct crew *w, int rc)
{
    pthread_mutex_lock(&w->lock);
    w->done++;
    if (w->rc == ERR_OK)
        w->rc = rc;
    if (w->rc == ERR_OK && w->word != NULL && clock_mono_ms() - w->said_ms >= SAY_MS) {
        printf("demo: %zu of %zu %s\n", w->done, w->n, w->word);
        (void)fflush(stdout);
        w->said_ms = clock_mono_ms();
    }
    pthread_mutex_unlock(&w->lock);
}

static void *work(void *p)
{
    struct crew *w = p;
    struct demo_sessions mine = *w->sessions;
    size_t i;

    mine.held = DEMO_SESSIONS_NOBODY;
    while (next(w, &i)) {
        const int rc = w->fn(w->context, &mine, i);

        demo_sessions_rest(&mine);
        finish(w, rc);
    }
    return NULL;
}

int demo_crew_run(const struct demo_sessions *t, size_t threads, size_t n, const char *word, demo_crew_work fn,
                  void *context)
{
    struct crew w = {.sessions = t, .fn = fn, .context = context, .word = word, .n = n, .said_ms = clock_mono_ms()};
    pthread_t thread[DEMO_CREW_MOST];
    size_t made = 0;

    pthread_mutex_init(&w.lock, NULL);
    while (made < DEMO_CREW_MOST && made < threads && made < n && pthread_create(&thread[made], NULL, work, &w) == 0)
        made++;
    if (made == 0 && n > 0)
        (void)work(&w); /* no thread is to be had: it takes longer */
    for (size_t i = 0; i < made; i++)
        pthread_join(thread[i], NULL);
    pthread_mutex_destroy(&w.lock);
    return w.rc;
}
