/* SPDX-License-Identifier: EUPL-1.2 */
/* Files and Unix sockets: whole reads and writes with deadlines, peers by user id, files that are there or not. */
#ifndef JALON_BASE_FDIO_H
#define JALON_BASE_FDIO_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct buf;

/* n bytes or an error. deadline is on clock_mono_ms; 0 waits for ever. ERR_CLOSED only when not one byte came;
 * ERR_IO when the peer closed in the middle. */
int fdio_read(int fd, void *p, size_t n, int64_t deadline) __attribute__((warn_unused_result));
int fdio_write(int fd, const void *p, size_t n, int64_t deadline) __attribute__((warn_unused_result));
/* Both, one behind the other, on a socket: in one system call where it takes them, so that who reads wakes up once. */
int fdio_write_both(int fd, const void *head, size_t head_n, const void *body, size_t body_n, int64_t deadline)
    __attribute__((warn_unused_result));

/* Until there is something to read, also the end. ERR_TIMEOUT. */
int fdio_await(int fd, int64_t deadline) __attribute__((warn_unused_result));

/* A listening Unix stream socket at path (an old socket there is replaced), mode as given; descriptor or error.
 * The path has at most 107 bytes (ERR_LIMIT). */
int fdio_listen(const char *path, mode_t mode, int backlog);
int fdio_connect(const char *path, int64_t deadline);
/* SO_PEERCRED of a connected socket. */
int fdio_peer(int fd, uid_t *uid) __attribute__((warn_unused_result));

/* The whole file, at most the cap of out. ERR_NOTFOUND, ERR_LIMIT, ERR_IO. */
int fdio_load(const char *path, struct buf *out) __attribute__((warn_unused_result));
/* Replaces path atomically: temporary beside it, written, flushed, renamed, folder flushed. */
int fdio_save(const char *path, const void *p, size_t n, mode_t mode) __attribute__((warn_unused_result));
void fdio_close(int *fd); /* closes when >= 0, sets -1 */
#define SCOPED_FD __attribute__((cleanup(fdio_close))) = -1

#endif
