/* SPDX-License-Identifier: EUPL-1.2 */
/* A frame on a Unix socket: u32 length of what follows, u16 kind, body. In a request kind is the verb, in a reply the
 * status below. One request, one reply, in order. Length is checked before anything is allocated; a body must be
 * consumed to its last byte by whoever parses it. */
#ifndef JALON_WIRE_FRAME_H
#define JALON_WIRE_FRAME_H

#include <stdint.h>

#include "base/buf.h"

#define FRAME_MAX (4u << 20) /* longest body, bytes */

enum wire_status {
    WIRE_OK = 0,
    WIRE_BAD = 1,         /* the frame was not understood; the connection closes after this reply */
    WIRE_DENIED = 2,      /* no, without saying why */
    WIRE_CEILING = 3,     /* over a ceiling; the refusal is an entry */
    WIRE_UNAVAILABLE = 4, /* a program behind does not answer */
    WIRE_STALE = 5,       /* the asker's view of the log is old (sealer, write entries only) */
    WIRE_INTERNAL = 6
};

/* Sends one frame. ERR_LIMIT over FRAME_MAX, ERR_TIMEOUT, ERR_IO. */
int frame_send(int fd, uint16_t kind, const struct buf *body, int64_t deadline) __attribute__((warn_unused_result));
/* Receives one frame into body (reset first), of at most max bytes. ERR_CLOSED when the peer ended between frames,
 * ERR_LIMIT when the length is over max: the connection is then useless and must be closed. */
int frame_recv(int fd, uint16_t *kind, struct buf *body, uint32_t max, int64_t deadline)
    __attribute__((warn_unused_result));
/* Request and reply in one. A status other than WIRE_OK becomes an error: ERR_FORMAT, ERR_DENIED, ERR_CEILING,
 * ERR_UNAVAILABLE, ERR_CONFLICT (stale), ERR_INTERNAL. */
int frame_call(int fd, uint16_t verb, const struct buf *request, struct buf *reply, int64_t deadline)
    __attribute__((warn_unused_result));

#endif
