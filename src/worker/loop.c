/* SPDX-License-Identifier: EUPL-1.2 */
/* Waiting and retrying. A look at outbox and log each 200 ms is what keeps a write sealed, and an entry copied, within
 * a second, also while other transactions stay open: there is no queue position to wait for, only rows not yet sealed.
 * Who took all that there was waits too: many at once cost a fraction of as many one by one.
 * When PostgreSQL or the sealer is gone the pauses grow to two seconds; nothing is kept in memory that would have to be
 * saved. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "worker/loop.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "store/outbox.h"
#include "worker/carry.h"
#include "worker/copy.h"

#include "base/banned.h"

#define LOOK_MS 200
#define PAUSE_MS 100      /* first pause after a failure; doubles */
#define PAUSE_MAX_MS 2000
#define EXPIRE_MS 60000
#define END_OLD_MS 1000

static volatile sig_atomic_t asked_to_end;

static void on_end(int sig)
{
    (void)sig;
    asked_to_end = 1;
}

static int end_signals(sigset_t *set)
{
    return sigemptyset(set) == 0 && sigaddset(set, SIGTERM) == 0 && sigaddset(set, SIGINT) == 0 ? ERR_OK : ERR_IO;
}

int loop_prepare(void)
{
    struct sigaction act = {.sa_handler = on_end};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigset_t set;

    if (end_signals(&set) != ERR_OK || sigemptyset(&act.sa_mask) != 0 || sigprocmask(SIG_BLOCK, &set, NULL) != 0 ||
        sigaction(SIGTERM, &act, NULL) != 0 || sigaction(SIGINT, &act, NULL) != 0 ||
        sigaction(SIGPIPE, &ignore, NULL) != 0)
        return ERR_IO;
    return ERR_OK;
}

/* Sleeps at most ms; the signals arrive here and nowhere else. */
static void wait_ms(int64_t ms)
{
    struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    sigset_t none;

    if (sigprocmask(SIG_SETMASK, NULL, &none) != 0 || sigdelset(&none, SIGTERM) != 0 || sigdelset(&none, SIGINT) != 0)
        return;
    (void)ppoll(NULL, 0, &t, &none);
}

/* What was said last about PostgreSQL, the sealer, the lock and the copy, so that each change is said once. */
struct said {
    bool store_down, sealer_down, waiting, copy_stands;
};

static bool is_gone(int err)
{
    return err == ERR_UNAVAILABLE || err == ERR_TIMEOUT || err == ERR_IO || err == ERR_CLOSED;
}

static void tell(struct said *s, const struct carry *c, enum carry_state state)
{
    if (state == CARRY_NO_STORE) {
        if (!s->store_down)
            log_warn("database %s, retrying error=%s sqlstate=%s",
                     c->err == ERR_DENIED ? "refuses" : "does not answer", err_name(c->err), conn_sqlstate(c->db));
        s->store_down = true;
        return;
    }
    if (s->store_down)
        log_info("database answers again");
    s->store_down = false;
    if (state == CARRY_WAITING) {
        if (!s->waiting)
            log_info("another worker holds the lock, waiting for its end");
        s->waiting = true;
        return;
    }
    if (s->waiting)
        log_info("this worker holds the lock now");
    s->waiting = false;
    if (state == CARRY_NO_SEALER) {
        if (!s->sealer_down)
            log_warn("sealer %s, retrying error=%s",
                     is_gone(c->err) ? "does not answer" : "refuses, or has another log", err_name(c->err));
        s->sealer_down = true;
        return;
    }
    if (s->sealer_down)
        log_info("sealer answers again");
    s->sealer_down = false;
}

/* What carrying has said already is not said again. */
static void tell_copy(struct said *s, const struct copy *p, enum carry_state carrying, enum carry_state state)
{
    bool stands = state == CARRY_NO_STORE || state == CARRY_NO_SEALER;

    if (stands && carrying == CARRY_NO_SEALER)
        return;
    if (stands && !s->copy_stands)
        log_warn("the copy of the log stands still at entry %llu, retrying error=%s sqlstate=%s",
                 (unsigned long long)p->next, err_name(p->err), conn_sqlstate(p->db));
    if (!stands && s->copy_stands)
        log_info("the copy of the log goes on");
    s->copy_stands = stands;
}

/* When each clock is next looked at. */
struct clocks {
    int64_t expire, end_old;
};

static bool is_due(int64_t *due, int64_t period)
{
    int64_t now = clock_mono_ms();

    if (now < *due)
        return false;
    *due = now + period;
    return true;
}

/* The clocks run also when the sealer is gone: nothing in them waits for the log. */
static void look_at_clocks(struct conn *db, struct clocks *k)
{
    int rc = ERR_OK, ended = 0;

    if (is_due(&k->expire, EXPIRE_MS))
        rc = outbox_expire(db);
    if (rc == ERR_OK && is_due(&k->end_old, END_OLD_MS))
        rc = outbox_end_old(db, &ended);
    if (rc != ERR_OK)
        log_warn("clocks failed error=%s sqlstate=%s", err_name(rc), conn_sqlstate(db));
    if (ended > 0)
        log_warn("web transactions older than their binding were ended count=%d", ended);
}

/* Who holds the lock carries, copies and looks at the clocks; none of the three holds up another. */
struct work {
    struct carry carry;
    struct copy copy;
    int64_t copy_due; /* after a failure it waits a little */
    struct said said;
    struct clocks clocks;
};

/* One round; busy when either is not through. */
static enum carry_state look(struct work *w)
{
    enum carry_state carrying = carry_step(&w->carry), copying = CARRY_IDLE;

    tell(&w->said, &w->carry, carrying);
    if (carrying == CARRY_NO_STORE || carrying == CARRY_WAITING) {
        w->copy.known = false;
        return carrying;
    }
    if (clock_mono_ms() >= w->copy_due) {
        copying = copy_step(&w->copy);
        tell_copy(&w->said, &w->copy, carrying, copying);
    }
    if (copying == CARRY_NO_STORE || copying == CARRY_NO_SEALER)
        w->copy_due = clock_mono_ms() + PAUSE_MAX_MS;
    if (copying != CARRY_NO_STORE) /* a connection that was cut is made anew by the next round */
        look_at_clocks(w->carry.db, &w->clocks);
    return carrying == CARRY_IDLE && copying == CARRY_BUSY ? CARRY_BUSY : carrying;
}

int loop_run(struct conn *db, const char *sealer)
{
    struct work *w = calloc(1, sizeof *w);
    int64_t pause = PAUSE_MS;

    if (w == NULL)
        return ERR_NOMEM;
    carry_init(&w->carry, db, sealer);
    copy_init(&w->copy, db, sealer);
    while (!asked_to_end) {
        enum carry_state state = look(w);

        if (state == CARRY_NO_STORE || state == CARRY_NO_SEALER) {
            wait_ms(pause);
            pause = pause * 2 < PAUSE_MAX_MS ? pause * 2 : PAUSE_MAX_MS;
            continue;
        }
        pause = PAUSE_MS;
        wait_ms(state == CARRY_BUSY ? 0 : LOOK_MS);
    }
    log_info("ends carried=%llu copied=%llu", (unsigned long long)w->carry.carried,
             (unsigned long long)w->copy.copied);
    copy_end(&w->copy);
    carry_end(&w->carry);
    free(w);
    return ERR_OK;
}
