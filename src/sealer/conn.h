/* SPDX-License-Identifier: EUPL-1.2 */
/* One connection to the sealer: a request comes in, a reply goes out, never two at once. Nothing here blocks. */
#ifndef JALON_SEALER_CONN_H
#define JALON_SEALER_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "sealer/verbs.h"
#include "wire/frame.h"

#define CONN_SMALL 4096           /* bodies up to this need no share of the budget */
#define CONN_BUDGET (5u << 20)    /* bytes of larger bodies that may be on their way, all connections together */
#define CONN_FRAME_MS 10000       /* a frame that has begun, or a reply, must be through by then */
#define CONN_IDLE_MS 60000        /* between two requests, when connections are scarce; else for ever */
#define CONN_STRANGER_MS 5000     /* between two requests for a user id that is in no list */

enum conn_state {
    CONN_HEADER,
    CONN_BODY,
    CONN_READY, /* a whole request is there: verb and body; waits for conn_reply */
    CONN_REPLY,
    CONN_OVER   /* to be closed */
};

struct conn {
    int fd;
    uid_t uid;
    unsigned peers;
    enum conn_state state;
    int64_t since; /* when the state's clock began, clock_mono_ms */

    unsigned char header[6];
    size_t header_n;
    const struct verb *verb;
    uint32_t length; /* of the body */
    size_t share;    /* of the budget */
    bool denied;     /* the body is read, then the answer is no */
    bool last;       /* close after the reply */
    struct buf body;

    struct buf out;
    size_t sent;
};

/* Takes over fd, which must not block. */
void conn_init(struct conn *c, int fd, uid_t uid, unsigned peers, int64_t now);
void conn_release(struct conn *c, size_t *budget);

/* What to poll for; 0 while it waits for its turn. */
short conn_events(const struct conn *c);
/* Reads what is there. *budget: bytes that are left for large bodies. */
void conn_read(struct conn *c, size_t *budget, int64_t now);
/* Answers the request: body may be NULL. After WIRE_BAD the connection ends. */
void conn_reply(struct conn *c, enum wire_status status, const struct buf *body, size_t *budget, int64_t now);
/* Sends what can be sent. */
void conn_write(struct conn *c, int64_t now);
/* Ends it when its time is up; sooner when connections are scarce. */
void conn_expire(struct conn *c, bool scarce, int64_t now);

#endif
