/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Frames on a blocking or non-blocking Unix socket, for those who ask: one request goes out, one reply comes back.
 * Used by the client halves in this room. The servers (jalon-vault, jalon-sealer) read frames too: jalon-vault with
 * these calls, one thread a connection; jalon-sealer with its own poll loop, from the same six bytes.
 * The body is never copied, since it may hold secrets and the caller knows when to wipe it.
 */
#include "wire/frame.h"

#include "base/err.h"
#include "base/fdio.h"
#include "base/rd.h"

#include "base/banned.h"

#define HEADER 6 /* u32 length, u16 kind */
#define KIND 2   /* of which counted in the length */

int frame_send(int fd, uint16_t kind, const struct buf *body, int64_t deadline)
{
    int err = buf_err(body);
    if (err)
        return err;
    if (body->len > FRAME_MAX)
        return ERR_LIMIT;
    uint32_t n = (uint32_t)body->len + KIND;
    const unsigned char header[HEADER] = {
        (unsigned char)(n >> 24), (unsigned char)(n >> 16),    (unsigned char)(n >> 8),
        (unsigned char)n,         (unsigned char)(kind >> 8), (unsigned char)kind,
    };
    return fdio_write_both(fd, header, sizeof header, body->data, body->len, deadline);
}

int frame_recv(int fd, uint16_t *kind, struct buf *body, uint32_t max, int64_t deadline)
{
    unsigned char header[HEADER];
    struct rd r;
    buf_reset(body);
    int err = fdio_read(fd, header, sizeof header, deadline);
    if (err)
        return err;
    rd_init(&r, header, sizeof header);
    uint32_t n = rd_u32(&r);
    *kind = rd_u16(&r);
    if (n < KIND)
        return ERR_FORMAT;
    n -= KIND;
    if (n > max || n > FRAME_MAX)
        return ERR_LIMIT;
    if (n == 0)
        return ERR_OK;
    unsigned char *p = buf_grow(body, n);
    if (!p)
        return buf_err(body);
    err = fdio_read(fd, p, n, deadline);
    if (err)
        buf_reset(body);
    return err == ERR_CLOSED ? ERR_IO : err; /* closed in the middle of a frame */
}

static int status_error(uint16_t status)
{
    switch (status) {
    case WIRE_OK:
        return ERR_OK;
    case WIRE_BAD:
        return ERR_FORMAT;
    case WIRE_DENIED:
        return ERR_DENIED;
    case WIRE_CEILING:
        return ERR_CEILING;
    case WIRE_UNAVAILABLE:
        return ERR_UNAVAILABLE;
    case WIRE_STALE:
        return ERR_CONFLICT;
    case WIRE_INTERNAL:
        return ERR_INTERNAL;
    default:
        return ERR_FORMAT;
    }
}

int frame_call(int fd, uint16_t verb, const struct buf *request, struct buf *reply, int64_t deadline)
{
    uint16_t status;
    int err = frame_send(fd, verb, request, deadline);
    if (!err)
        err = fdio_await(fd, deadline); /* a reply is never there at once: to try would be a call in vain */
    if (!err)
        err = frame_recv(fd, &status, reply, FRAME_MAX, deadline);
    return err ? err : status_error(status);
}
