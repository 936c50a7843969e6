/* SPDX-License-Identifier: EUPL-1.2 */
/* Absolute deadlines for connections. The HTTP library only knows an idle timer, which a client that sends one byte
 * now and then never meets. Here each phase of a connection has an instant by which it must be over; a thread shuts
 * the socket of whoever is late, and the library then sees a closed connection. */
#ifndef JALON_HTTP_WATCH_H
#define JALON_HTTP_WATCH_H

#include <stddef.h>

enum watch_phase {
    WATCH_IDLE,   /* between requests */
    WATCH_HEADER, /* from accept, or from the request line, to the empty line */
    WATCH_BODY,
    WATCH_WORK,   /* ours */
    WATCH_SEND,
    WATCH_PHASES
};

struct watch;
struct watch_place; /* one connection */

struct watch_limits {
    int ms[WATCH_PHASES];
};

/* Starts the thread. */
int watch_new(struct watch **out, size_t places, const struct watch_limits *limits) __attribute__((warn_unused_result));
void watch_free(struct watch *w); /* stops the thread */
/* NULL when all places are taken. The phase is WATCH_HEADER. */
struct watch_place *watch_enter(struct watch *w, int fd);
/* Before the socket is closed: afterwards nobody touches it any more. NULL is fine. */
void watch_leave(struct watch *w, struct watch_place *p);
/* The phase begins now. Lock-free. NULL is fine. */
void watch_begin(struct watch *w, struct watch_place *p, enum watch_phase phase);
/* Connections that are neither idle nor waiting for a first request: somebody waits for an answer. */
size_t watch_busy(struct watch *w);

#endif
