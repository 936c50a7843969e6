/* SPDX-License-Identifier: EUPL-1.2 */
/* A frame from anybody: the client half must take exactly what was announced or fail, the sealer's half must end each
 * input in a lawful state with its budget intact. The input is what arrives on a socket before its end. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "sealer/conn.h"
#include "wire/frame.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int socket_with(const uint8_t *data, size_t n)
{
    int fd[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fd) != 0)
        abort();
    if (send(fd[1], data, n, MSG_DONTWAIT) != (ssize_t)n || shutdown(fd[1], SHUT_WR) != 0)
        abort();
    if (dup2(fd[1], 900) != 900) /* the other end stays, so that a reply can go somewhere */
        abort();
    close(fd[1]);
    return fd[0];
}

static void as_client(const uint8_t *data, size_t n)
{
    struct buf body SCOPED_BUF;
    int fd SCOPED_FD;
    uint16_t kind = 0;
    size_t taken = 0;
    int err;
    fd = socket_with(data, n);
    buf_init(&body, FRAME_MAX);
    while ((err = frame_recv(fd, &kind, &body, 5000, clock_mono_ms() + 1000)) == ERR_OK) {
        taken += 6 + body.len;
        if (body.len > 5000 || taken > n)
            abort();
    }
    if (err == ERR_CLOSED && taken != n)
        abort();
    if (err == ERR_TIMEOUT)
        abort();
}

static void as_sealer(const uint8_t *data, size_t n)
{
    struct conn c;
    size_t budget = CONN_BUDGET;
    conn_init(&c, socket_with(data, n), 1000, n % 8, 0);
    for (size_t round = 0; c.state != CONN_OVER; round++) {
        if (round > 2 * n + 8)
            abort();
        if (c.state == CONN_READY) {
            if (c.body.len != c.length || c.length > c.verb->body_max || (c.verb->peers & c.peers) == 0)
                abort();
            conn_reply(&c, WIRE_OK, &c.body, &budget, 0);
        } else if (c.state == CONN_REPLY) {
            break; /* nobody reads the replies here */
        } else {
            conn_read(&c, &budget, 0);
        }
    }
    conn_release(&c, &budget);
    if (budget != CONN_BUDGET)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n > 20000)
        return 0;
    as_client(data, n);
    as_sealer(data, n);
    return 0;
}
