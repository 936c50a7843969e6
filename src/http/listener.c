/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/fdio.h"
#include "base/num.h"

#include "base/banned.h"

#define BACKLOG 256

static bool parse_address(const char *text, struct sockaddr_storage *a, socklen_t *n)
{
    const char *colon = strrchr(text, ':');
    char host[64];
    size_t len = colon == NULL ? 0 : (size_t)(colon - text);
    struct sockaddr_in *v4 = (struct sockaddr_in *)a;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)a;
    int64_t port;

    memset(a, 0, sizeof *a);
    if (len < 2 || len >= sizeof host || num_parse_i64(colon + 1, strlen(colon + 1), 1, 65535, &port) != ERR_OK)
        return false;
    memcpy(host, text, len);
    host[len] = '\0';
    if (host[0] == '[' && host[len - 1] == ']') {
        host[len - 1] = '\0';
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons((uint16_t)port);
        *n = sizeof *v6;
        return inet_pton(AF_INET6, host + 1, &v6->sin6_addr) == 1;
    }
    v4->sin_family = AF_INET;
    v4->sin_port = htons((uint16_t)port);
    *n = sizeof *v4;
    return inet_pton(AF_INET, host, &v4->sin_addr) == 1;
}

int listener_open(const char *text)
{
    struct sockaddr_storage a;
    socklen_t n;
    int one = 1;
    int fd;

    if (!parse_address(text, &a, &n))
        return ERR_FORMAT;
    fd = socket(a.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
        bind(fd, (struct sockaddr *)&a, n) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    if (fd >= 0) {
        int why = errno;

        fdio_close(&fd);
        errno = why;
    }
    return ERR_IO;
}
