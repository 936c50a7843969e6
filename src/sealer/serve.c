/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The poll loop. Each round: take new connections, read what is there, answer who only reads, put all appends that are
 * ready into one batch, flush it once, answer them, publish a head when one is due. While a flush runs, the next batch
 * gathers in the sockets by itself. A peer that fell may fill its own share of connections, not the others'.
 */
#include "sealer/serve.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/log.h"
#include "sealer/conn.h"
#include "sealer/verbs.h"

#include "base/banned.h"

#define CONNECTIONS 128
#define OF_ONE_USER 96
#define OF_STRANGERS 8
#define PUBLISH_MS 2000 /* a head follows new entries after this; the promise is 5 seconds */
#define RETRY_MS 3000
#define TICK_MS 1000
#define LAST_WORDS_MS 1000

struct serve {
    int listener;
    const struct settings *settings;
    struct verbs_log log;
    struct conn conn[CONNECTIONS];
    enum sequence_answer answer[CONNECTIONS];
    uint64_t first[CONNECTIONS];
    bool asked[CONNECTIONS]; /* in this batch */
    size_t conns;
    size_t budget;
    int64_t publish_at; /* 0: nothing new */
    bool disk_fails, head_fails;
};

static volatile sig_atomic_t stop_asked;

static void on_stop(int sig)
{
    (void)sig;
    stop_asked = 1;
}

/* The signals are let in only while polling, so that none gets lost between the question and the wait. */
static void catch_stop(sigset_t *while_polling)
{
    const struct sigaction stop = {.sa_handler = on_stop};
    sigset_t block;
    (void)sigemptyset(&block);
    (void)sigaddset(&block, SIGTERM);
    (void)sigaddset(&block, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &block, while_polling);
    (void)sigdelset(while_polling, SIGTERM);
    (void)sigdelset(while_polling, SIGINT);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)sigaction(SIGINT, &stop, NULL);
}

/* --- connections --- */

static bool is_listed(const struct settings_uids *list, uid_t uid)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->uid[i] == uid)
            return true;
    return false;
}

static unsigned peers_of(const struct settings *s, uid_t uid)
{
    return (is_listed(&s->vault, uid) ? PEER_VAULT : 0u) | (is_listed(&s->worker, uid) ? PEER_WORKER : 0u) |
           (is_listed(&s->head, uid) ? PEER_HEAD : 0u);
}

static bool has_room_for(const struct serve *s, uid_t uid, unsigned peers)
{
    size_t same = 0;
    for (size_t i = 0; i < s->conns; i++)
        same += peers ? s->conn[i].uid == uid : s->conn[i].peers == 0;
    return same < (peers ? OF_ONE_USER : OF_STRANGERS);
}

static void take_connections(struct serve *s, int64_t now)
{
    while (s->conns < CONNECTIONS) {
        int fd SCOPED_FD;
        uid_t uid;
        fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0)
            return;
        if (fdio_peer(fd, &uid) != ERR_OK)
            continue;
        unsigned peers = peers_of(s->settings, uid);
        if (!has_room_for(s, uid, peers))
            continue;
        conn_init(&s->conn[s->conns++], fd, uid, peers, now);
        fd = -1;
    }
}

static void drop_connections(struct serve *s, int64_t now)
{
    bool scarce = s->conns >= OF_ONE_USER;
    for (size_t i = 0; i < s->conns;) {
        conn_expire(&s->conn[i], scarce, now);
        if (s->conn[i].state != CONN_OVER) {
            i++;
            continue;
        }
        conn_release(&s->conn[i], &s->budget);
        s->conn[i] = s->conn[--s->conns];
    }
}

/* --- answers --- */

static bool is_append(const struct conn *c)
{
    return c->state == CONN_READY && !c->verb->answer;
}

static void answer_readers(struct serve *s, int64_t now)
{
    for (size_t i = 0; i < s->conns; i++) {
        struct conn *c = &s->conn[i];
        struct buf reply SCOPED_BUF;
        struct rd r;
        if (c->state != CONN_READY || is_append(c))
            continue;
        buf_init(&reply, FRAME_MAX);
        rd_init(&r, c->body.data, c->body.len);
        enum wire_status status = c->verb->answer(&s->log, &r, &reply);
        conn_reply(c, status, &reply, &s->budget, now);
    }
}

static void tell_disk(struct serve *s, int err)
{
    if (err && !s->disk_fails)
        log_error("journal: nothing can be appended: %s: %m", err_name(err));
    if (!err && s->disk_fails)
        log_info("journal: appending again");
    s->disk_fails = err != ERR_OK;
}

static void answer_one(struct serve *s, size_t i, int err, int64_t now)
{
    struct buf receipt SCOPED_BUF;
    enum wire_status status = WIRE_INTERNAL;
    buf_init(&receipt, 64);
    switch (s->answer[i]) {
    case SEQUENCE_ADDED:
        status = err ? WIRE_UNAVAILABLE : WIRE_OK;
        buf_u64(&receipt, s->first[i]);
        buf_u64(&receipt, sequence_size(s->log.sequence));
        buf_i64(&receipt, s->log.sequence->at_us);
        break;
    case SEQUENCE_REFUSED:
        status = err ? WIRE_UNAVAILABLE : WIRE_CEILING;
        break;
    case SEQUENCE_STALE:
        status = WIRE_STALE;
        break;
    case SEQUENCE_BAD:
        status = WIRE_BAD;
        break;
    default:
        break;
    }
    conn_reply(&s->conn[i], status, &receipt, &s->budget, now);
}

/* One batch of what is ready. true: some did not fit. */
static bool run_batch(struct serve *s)
{
    bool later = false;
    sequence_begin(s->log.sequence, clock_now_us());
    for (size_t i = 0; i < s->conns; i++) {
        const struct conn *c = &s->conn[i];
        s->asked[i] = is_append(c);
        if (!s->asked[i])
            continue;
        s->answer[i] = sequence_add(s->log.sequence, c->verb->writes, c->body.data, c->body.len, &s->first[i]);
        if (s->answer[i] == SEQUENCE_LATER) {
            s->asked[i] = false;
            later = true;
        }
    }
    int err = sequence_commit(s->log.sequence);
    tell_disk(s, err);
    int64_t now = clock_mono_ms();
    for (size_t i = 0; i < s->conns; i++)
        if (s->asked[i])
            answer_one(s, i, err, now);
    return later;
}

static void answer_appends(struct serve *s)
{
    bool some = false;
    for (size_t i = 0; i < s->conns && !some; i++)
        some = is_append(&s->conn[i]);
    while (some)
        some = run_batch(s);
}

/* --- heads --- */

static bool is_unsigned(const struct serve *s)
{
    return sequence_size(s->log.sequence) > s->log.head->size;
}

static int publish(struct serve *s)
{
    int err = head_publish(s->log.head, s->log.sequence);
    if (err == ERR_INTEGRITY)
        return err;
    if (err && !s->head_fails)
        log_error("head: cannot be published: %s: %m", err_name(err));
    if (!err && s->head_fails)
        log_info("head: published again");
    s->head_fails = err != ERR_OK;
    return err;
}

static int publish_if_due(struct serve *s, int64_t now)
{
    if (!is_unsigned(s)) {
        s->publish_at = 0;
        return ERR_OK;
    }
    if (s->publish_at == 0)
        s->publish_at = now + PUBLISH_MS;
    if (now < s->publish_at)
        return ERR_OK;
    int err = publish(s);
    /* Behind by more than one step: go on at once, after the next round of requests. */
    s->publish_at = err ? clock_mono_ms() + RETRY_MS : is_unsigned(s) ? now : 0;
    return err == ERR_INTEGRITY ? err : ERR_OK;
}

/* --- rounds --- */

static int wait_ms(const struct serve *s, int64_t now)
{
    int64_t left = TICK_MS;
    if (s->publish_at && s->publish_at - now < left)
        left = s->publish_at - now;
    return left > 0 ? (int)left : 0;
}

static void poll_once(struct serve *s, int timeout_ms, const sigset_t *mask)
{
    struct pollfd p[CONNECTIONS + 1];
    const struct timespec timeout = {.tv_sec = timeout_ms / 1000, .tv_nsec = timeout_ms % 1000 * 1000000L};
    size_t n = s->conns;
    for (size_t i = 0; i < n; i++)
        p[i] = (struct pollfd){.fd = s->conn[i].fd, .events = conn_events(&s->conn[i])};
    p[n] = (struct pollfd){.fd = n < CONNECTIONS && !stop_asked ? s->listener : -1, .events = POLLIN};
    if (ppoll(p, n + 1, &timeout, mask) < 0)
        return;
    int64_t now = clock_mono_ms();
    for (size_t i = 0; i < n; i++) {
        if (p[i].revents & POLLOUT)
            conn_write(&s->conn[i], now);
        else if (p[i].revents || (s->conn[i].state == CONN_BODY && p[i].events == 0)) /* perhaps there is room now */
            conn_read(&s->conn[i], &s->budget, now);
    }
    if (p[n].revents)
        take_connections(s, now);
}

static void one_round(struct serve *s, int timeout_ms, const sigset_t *mask)
{
    poll_once(s, timeout_ms, mask);
    answer_readers(s, clock_mono_ms());
    answer_appends(s);
    drop_connections(s, clock_mono_ms());
}

/* Whoever has sent a whole request gets an answer, and what was appended gets its head. */
static int finish(struct serve *s, const sigset_t *mask)
{
    int64_t end = clock_mono_ms() + LAST_WORDS_MS;
    bool busy = true;
    one_round(s, 0, mask);
    while (busy && clock_mono_ms() < end) {
        busy = false;
        for (size_t i = 0; i < s->conns; i++)
            busy |= s->conn[i].state != CONN_HEADER || s->conn[i].header_n > 0;
        if (busy)
            one_round(s, 50, mask);
    }
    while (s->conns > 0)
        conn_release(&s->conn[--s->conns], &s->budget);
    int err = ERR_OK;
    while (!err && is_unsigned(s))
        err = publish(s);
    return err;
}

int serve_run(int listener, const struct settings *settings, struct sequence *sequence, struct head *head)
{
    static struct serve s; /* too large for a stack; there is one */
    sigset_t mask;
    int err = ERR_OK;
    s = (struct serve){.listener = listener, .settings = settings, .budget = CONN_BUDGET};
    s.log = (struct verbs_log){.sequence = sequence, .head = head};
    catch_stop(&mask);
    while (!stop_asked && !err) {
        int64_t now = clock_mono_ms();
        one_round(&s, wait_ms(&s, now), &mask);
        err = publish_if_due(&s, clock_mono_ms());
    }
    return err ? err : finish(&s, &mask);
}
