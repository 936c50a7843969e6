/* SPDX-License-Identifier: EUPL-1.2 */
/* What stands before the last comma of X-Forwarded-For was written by the client and is not looked at. Addresses are
 * read and written again, so that one address has one text. */
#include <arpa/inet.h>
#include <string.h>

#include "http/client.h"

#include "base/banned.h"

/* The n bytes as one numeric address, rewritten. An IPv4 address in IPv6's clothes is the IPv4 one. */
static bool rewrite(char out[INET6_ADDRSTRLEN], const char *p, size_t n)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr a;

    if (n == 0 || n >= sizeof text)
        return false;
    memcpy(text, p, n);
    text[n] = '\0';
    if (inet_pton(AF_INET, text, &a) == 1)
        return inet_ntop(AF_INET, &a, out, INET6_ADDRSTRLEN) != NULL;
    if (inet_pton(AF_INET6, text, &a) != 1)
        return false;
    return IN6_IS_ADDR_V4MAPPED(&a) ? inet_ntop(AF_INET, a.s6_addr + 12, out, INET6_ADDRSTRLEN) != NULL
                                    : inet_ntop(AF_INET6, &a, out, INET6_ADDRSTRLEN) != NULL;
}

bool client_read_fronts(struct client_fronts *f, const char *list)
{
    f->n = 0;
    for (const char *p = list + strspn(list, " "); *p != '\0'; p += strspn(p, " ")) {
        const size_t n = strcspn(p, " ");

        if (f->n == CLIENT_FRONTS || !rewrite(f->address[f->n++], p, n))
            return false;
        p += n;
    }
    return true;
}

static bool is_front(const struct client_fronts *f, const char *address)
{
    for (size_t i = 0; f != NULL && i < f->n; i++)
        if (strcmp(f->address[i], address) == 0)
            return true;
    return false;
}

void client_address(char out[INET6_ADDRSTRLEN], const struct client_fronts *f, const char *peer,
                    const struct gate_value *forwarded)
{
    size_t start = forwarded->n;

    if (!rewrite(out, peer, strlen(peer)))
        out[0] = '\0';
    if (forwarded->n == 0 || !is_front(f, out))
        return;
    while (start > 0 && forwarded->p[start - 1] != ',')
        start--;
    while (start < forwarded->n && (forwarded->p[start] == ' ' || forwarded->p[start] == '\t'))
        start++;
    (void)rewrite(out, forwarded->p + start, forwarded->n - start);
}
