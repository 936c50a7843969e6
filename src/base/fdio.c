/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whole transfers on descriptors, and Unix sockets. Socket I/O never blocks inside the call that moves bytes: what
 * would block goes to poll with what is left of the deadline, so a peer that sends one byte a second does not stretch
 * it. System calls used (for a jail): read write recvfrom sendto sendmsg poll clock_gettime; socket bind listen connect
 * getsockopt fcntl chmod lstat unlink close.
 */
#include "base/fdio.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"

#include "base/banned.h"

#define RETRY_MS 10

static int expired(int64_t deadline)
{
    return deadline != 0 && clock_mono_ms() >= deadline ? ERR_TIMEOUT : ERR_OK;
}

/* Until the descriptor is ready, or has failed, which the next call on it tells. */
static int await(int fd, short events, int64_t deadline)
{
    struct pollfd p = {.fd = fd, .events = events};

    for (;;) {
        int64_t left = deadline != 0 ? deadline - clock_mono_ms() : -1;
        int n;

        if (deadline != 0 && left <= 0)
            return ERR_TIMEOUT;
        n = poll(&p, 1, left > INT_MAX ? INT_MAX : (int)left);
        if (n > 0)
            return ERR_OK;
        if (n < 0 && errno != EINTR)
            return ERR_IO;
    }
}

/* One attempt; on what is no socket, poll first: there is no flag for a single call. */
static ssize_t some(int fd, void *in, const void *out, size_t n, int64_t deadline, int *rc)
{
    ssize_t got;

    *rc = ERR_OK;
    if (in != NULL)
        got = recv(fd, in, n, MSG_DONTWAIT);
    else
        got = send(fd, out, n, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (got >= 0 || errno != ENOTSOCK)
        return got;
    *rc = await(fd, in != NULL ? POLLIN : POLLOUT, deadline);
    if (*rc != ERR_OK)
        return -1;
    return in != NULL ? read(fd, in, n) : write(fd, out, n);
}

static int transfer(int fd, unsigned char *in, const unsigned char *out, size_t n, int64_t deadline)
{
    size_t done = 0;
    int rc;

    while (done < n) {
        ssize_t got = some(fd, in != NULL ? in + done : NULL, out != NULL ? out + done : NULL, n - done, deadline, &rc);

        if (rc != ERR_OK)
            return rc;
        if (got > 0)
            done += (size_t)got;
        else if (got == 0 || errno == EPIPE || errno == ECONNRESET)
            return done == 0 ? ERR_CLOSED : ERR_IO;
        else if (errno == EAGAIN)
            rc = await(fd, in != NULL ? POLLIN : POLLOUT, deadline);
        else if (errno != EINTR)
            return ERR_IO;
        if (rc == ERR_OK && done < n)
            rc = expired(deadline);
        if (rc != ERR_OK)
            return rc;
    }
    return ERR_OK;
}

int fdio_await(int fd, int64_t deadline)
{
    return await(fd, POLLIN, deadline);
}

int fdio_read(int fd, void *p, size_t n, int64_t deadline)
{
    return transfer(fd, p, NULL, n, deadline);
}

int fdio_write(int fd, const void *p, size_t n, int64_t deadline)
{
    return transfer(fd, NULL, p, n, deadline);
}

int fdio_write_both(int fd, const void *head, size_t head_n, const void *body, size_t body_n, int64_t deadline)
{
    /* The call does not write to them, but its type cannot say so. */
    struct iovec part[2] = {{(void *)(uintptr_t)head, head_n}, {(void *)(uintptr_t)body, body_n}};
    const struct msghdr both = {.msg_iov = part, .msg_iovlen = 2};
    ssize_t put = sendmsg(fd, &both, MSG_DONTWAIT | MSG_NOSIGNAL);
    size_t done = put > 0 ? (size_t)put : 0; /* whatever went wrong, the rest meets it again */
    int rc = ERR_OK;

    if (done < head_n) {
        rc = fdio_write(fd, (const unsigned char *)head + done, head_n - done, deadline);
        done = rc == ERR_OK ? head_n : done;
    }
    if (rc == ERR_OK && done < head_n + body_n)
        rc = fdio_write(fd, (const unsigned char *)body + (done - head_n), head_n + body_n - done, deadline);
    return rc == ERR_CLOSED && done > 0 ? ERR_IO : rc;
}

static int unix_address(struct sockaddr_un *a, const char *path)
{
    size_t n = strlen(path);

    if (n == 0 || n >= sizeof a->sun_path)
        return ERR_LIMIT;
    *a = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(a->sun_path, path, n);
    return ERR_OK;
}

int fdio_listen(const char *path, mode_t mode, int backlog)
{
    struct sockaddr_un a;
    struct stat st;
    int fd, rc = unix_address(&a, path);

    if (rc != ERR_OK)
        return rc;
    if (lstat(path, &st) == 0) {
        if (!S_ISSOCK(st.st_mode)) {
            errno = EEXIST;
            return ERR_IO;
        }
        if (unlink(path) != 0)
            return ERR_IO;
    }
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return ERR_IO;
    /* Nobody gets in between bind and listen, so the mode is right before the first connection. */
    if (bind(fd, (const struct sockaddr *)&a, sizeof a) != 0 || chmod(path, mode) != 0 || listen(fd, backlog) != 0) {
        fdio_close(&fd);
        return ERR_IO;
    }
    return fd;
}

int fdio_connect(const char *path, int64_t deadline)
{
    struct sockaddr_un a;
    int fd, flags, rc = unix_address(&a, path);

    if (rc != ERR_OK)
        return rc;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return ERR_IO;
    while (connect(fd, (const struct sockaddr *)&a, sizeof a) != 0) {
        /* A full backlog answers EAGAIN at once on Unix sockets, and poll does not tell when there is room. */
        if (errno == EAGAIN || errno == EINTR) {
            rc = expired(deadline);
            if (rc == ERR_OK) {
                (void)poll(NULL, 0, RETRY_MS);
                continue;
            }
        } else {
            rc = errno == ENOENT || errno == ECONNREFUSED ? ERR_UNAVAILABLE : ERR_IO;
        }
        fdio_close(&fd);
        return rc;
    }
    flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) != 0) {
        fdio_close(&fd);
        return ERR_IO;
    }
    return fd;
}

int fdio_peer(int fd, uid_t *uid)
{
    struct ucred cred;
    socklen_t n = sizeof cred;

    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &n) != 0 || n != sizeof cred)
        return ERR_IO;
    *uid = cred.uid;
    return ERR_OK;
}

void fdio_close(int *fd)
{
    int saved = errno;

    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
    errno = saved;
}
