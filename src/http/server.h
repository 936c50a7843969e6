/* SPDX-License-Identifier: EUPL-1.2 */
/* The HTTP server on a listening socket that main has opened: libmicrohttpd for the bytes, our gate, deadlines and
 * headers. */
#ifndef JALON_HTTP_SERVER_H
#define JALON_HTTP_SERVER_H

#include <stdbool.h>

#include "http/exchange.h"
#include "http/watch.h"

struct server;

struct server_options {
    int listener;               /* taken over */
    bool demonstration;         /* every answer says so */
    unsigned connections;       /* most at once, at most LIMITS_CONNECTIONS */
    unsigned per_address;       /* most at once from one address; 0: no such limit (behind a front) */
    struct watch_limits limits;
    struct exchange_service service;
};

/* The deadlines of limits.h. */
void server_default_limits(struct watch_limits *l);
/* Serves from now on, in threads of its own. */
int server_start(struct server **out, const struct server_options *o) __attribute__((warn_unused_result));
/* Takes no new connection, lets the requests under way end (at most drain_ms), closes the rest. NULL is fine. */
void server_stop(struct server *s, int drain_ms);

#endif
