/* SPDX-License-Identifier: EUPL-1.2 */
/* Where a request comes from: the other end of the connection, or, when that is a front of ours (a reverse proxy), who
 * the front says is behind it. Pure. */
#ifndef JALON_HTTP_CLIENT_H
#define JALON_HTTP_CLIENT_H

#include <netinet/in.h>
#include <stddef.h>

#include "http/gate.h"

#define CLIENT_FRONTS 8

/* Addresses of the fronts, as inet_ntop writes them. */
struct client_fronts {
    char address[CLIENT_FRONTS][INET6_ADDRSTRLEN];
    size_t n;
};

/* Numeric addresses separated by blanks. false: not such a list, or more than CLIENT_FRONTS. */
bool client_read_fronts(struct client_fronts *f, const char *list);
/* peer is the other end as inet_ntop writes it, forwarded the last X-Forwarded-For (n == 0: absent). Only a front is
 * believed, and of it only the last element, which is its own; one that is no address leaves the front's. f may be
 * NULL. */
void client_address(char out[INET6_ADDRSTRLEN], const struct client_fronts *f, const char *peer,
                    const struct gate_value *forwarded);

#endif
