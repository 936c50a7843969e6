/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Frames by instalments. The six bytes of the header decide everything before memory is taken: an unknown verb or a
 * length beyond the verb's own maximum is WIRE_BAD and the end of the connection; somebody else's verb is WIRE_DENIED.
 * Large bodies share a budget: one that finds no room waits unread, those that have room arrive or run into their
 * deadline, so nobody waits for ever and memory has a bound. serve.c drives it.
 */
#include "sealer/conn.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/fdio.h"

#include "base/banned.h"

#define CHUNK (64u << 10)
#define REPLY_MAX (2u << 20)
#define KEPT (16u << 10)

void conn_init(struct conn *c, int fd, uid_t uid, unsigned peers, int64_t now)
{
    *c = (struct conn){.fd = fd, .uid = uid, .peers = peers, .state = CONN_HEADER, .since = now};
    buf_init(&c->body, FRAME_MAX);
    buf_init(&c->out, REPLY_MAX);
}

void conn_release(struct conn *c, size_t *budget)
{
    *budget += c->share;
    c->share = 0;
    fdio_close(&c->fd);
    buf_release(&c->body);
    buf_release(&c->out);
}

short conn_events(const struct conn *c)
{
    switch (c->state) {
    case CONN_HEADER:
        return POLLIN;
    case CONN_BODY:
        return c->length <= CONN_SMALL || c->share ? POLLIN : 0;
    case CONN_REPLY:
        return POLLOUT;
    default:
        return 0;
    }
}

/* At most n bytes that are there; 0 when none is, or when it is over. */
static size_t receive(struct conn *c, void *p, size_t n)
{
    ssize_t got;
    do {
        got = recv(c->fd, p, n, MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got > 0)
        return (size_t)got;
    if (got == 0 || errno != EAGAIN)
        c->state = CONN_OVER;
    return 0;
}

/* A request that is not worth reading further: answers and ends. */
static void refuse(struct conn *c, enum wire_status status, size_t *budget, int64_t now)
{
    c->last = true;
    conn_reply(c, status, NULL, budget, now);
}

static void judge_header(struct conn *c, size_t *budget, int64_t now)
{
    struct rd r;
    rd_init(&r, c->header, sizeof c->header);
    uint32_t n = rd_u32(&r);
    c->verb = verbs_find(rd_u16(&r));
    if (n < 2 || !c->verb || n - 2 > c->verb->body_max) {
        refuse(c, WIRE_BAD, budget, now);
        return;
    }
    c->length = n - 2;
    c->denied = (c->verb->peers & c->peers) == 0;
    if (c->denied && c->length > CONN_SMALL) {
        refuse(c, WIRE_DENIED, budget, now);
        return;
    }
    c->state = CONN_BODY;
}

static void finish_body(struct conn *c, size_t *budget, int64_t now)
{
    c->state = CONN_READY;
    if (c->denied)
        conn_reply(c, WIRE_DENIED, NULL, budget, now);
}

static void read_header(struct conn *c, size_t *budget, int64_t now)
{
    size_t got = receive(c, c->header + c->header_n, sizeof c->header - c->header_n);
    if (c->header_n == 0 && got)
        c->since = now;
    c->header_n += got;
    if (c->header_n == sizeof c->header)
        judge_header(c, budget, now);
}

static bool has_share(struct conn *c, size_t *budget)
{
    if (c->length <= CONN_SMALL || c->share)
        return true;
    if (c->length > *budget)
        return false;
    c->share = c->length;
    *budget -= c->share;
    return true;
}

static void read_body(struct conn *c, size_t *budget, int64_t now)
{
    while (c->state == CONN_BODY && c->body.len < c->length) {
        size_t want = c->length - c->body.len < CHUNK ? c->length - c->body.len : CHUNK;
        unsigned char *p = buf_grow(&c->body, want);
        if (!p) {
            refuse(c, WIRE_INTERNAL, budget, now);
            return;
        }
        size_t got = receive(c, p, want);
        c->body.len -= want - got;
        if (got == 0)
            return;
    }
    if (c->state == CONN_BODY)
        finish_body(c, budget, now);
}

void conn_read(struct conn *c, size_t *budget, int64_t now)
{
    if (c->state == CONN_HEADER)
        read_header(c, budget, now);
    if (c->state == CONN_BODY && has_share(c, budget))
        read_body(c, budget, now);
}

static void forget(struct buf *b)
{
    if (b->cap <= KEPT) {
        buf_reset(b);
        return;
    }
    size_t max = b->max;
    buf_release(b);
    buf_init(b, max);
}

void conn_reply(struct conn *c, enum wire_status status, const struct buf *body, size_t *budget, int64_t now)
{
    if (body && buf_err(body)) {
        status = WIRE_INTERNAL;
        body = NULL;
    }
    if (status != WIRE_OK)
        body = NULL;
    size_t n = body ? body->len : 0;
    buf_u32(&c->out, (uint32_t)n + 2);
    buf_u16(&c->out, (uint16_t)status);
    if (n)
        buf_bytes(&c->out, body->data, n);
    c->last |= status == WIRE_BAD;
    forget(&c->body);
    *budget += c->share;
    c->share = 0;
    c->header_n = 0;
    c->since = now;
    c->state = buf_err(&c->out) ? CONN_OVER : CONN_REPLY;
    conn_write(c, now);
}

void conn_write(struct conn *c, int64_t now)
{
    while (c->state == CONN_REPLY && c->sent < c->out.len) {
        ssize_t put = send(c->fd, c->out.data + c->sent, c->out.len - c->sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0 && errno == EAGAIN)
            return;
        if (put <= 0)
            c->state = CONN_OVER;
        else
            c->sent += (size_t)put;
    }
    if (c->state != CONN_REPLY)
        return;
    forget(&c->out);
    c->sent = 0;
    c->since = now;
    c->state = c->last ? CONN_OVER : CONN_HEADER;
}

void conn_expire(struct conn *c, bool scarce, int64_t now)
{
    bool idle = c->state == CONN_HEADER && c->header_n == 0;
    int64_t limit = !idle ? CONN_FRAME_MS : c->peers ? CONN_IDLE_MS : CONN_STRANGER_MS;
    /* A request that is whole waits for us; a listed peer that is quiet keeps its place while there are others. */
    if (c->state == CONN_READY || (idle && c->peers && !scarce))
        return;
    if (now - c->since > limit)
        c->state = CONN_OVER;
}
