/* SPDX-License-Identifier: EUPL-1.2 */
/* The vault as one thing: its root, where the sealer is, and the conversation of one connection. Each connection has a
 * thread and a sealer connection of its own; nothing is shared between them but the root, which never changes. */
#ifndef JALON_VAULT_VAULT_H
#define JALON_VAULT_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "vault/root.h"

#define VAULT_PEERS 8
#define VAULT_CONNECTIONS 64          /* at a time; a further one is closed at once */
#define VAULT_SEALER_MS 5000          /* how long the sealer may take for a receipt */

struct vault {
    struct root *root;                /* owned by main */
    const char *sealer;               /* socket path */
    uid_t peer[VAULT_PEERS];
    size_t peers;
    uid_t uid;                        /* the vault's own */
};

/* One connection while it is served. */
struct vault_talk {
    const struct vault *vault;
    int fd;
    int sealer;                       /* -1 until first needed */
    uid_t asker;
};

/* Accepts on listener until it fails; each connection in its own thread. Returns an error only when accepting cannot
 * go on. */
int vault_serve(const struct vault *v, int listener);
/* One request: the reply's body into reply (reset), its status returned (enum wire_status). For serve and for the
 * tests. */
uint16_t vault_answer(struct vault_talk *t, uint16_t verb, const struct buf *request, struct buf *reply);

#endif
