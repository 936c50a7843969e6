/* SPDX-License-Identifier: EUPL-1.2 */
/* What every use case stands on: the pool of database connections and, for each of them, one connection to the
 * vault. A desk is both for the length of one request. Nothing is kept of what passes over it. */
#ifndef JALON_APP_SERVICE_H
#define JALON_APP_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "app/brake.h"
#include "base/buf.h"
#include "domain/refusal.h"
#include "domain/role.h"
#include "store/pool.h"
#include "store/seen.h"
#include "store/tx.h"

#define SERVICE_CLAIMED 64 /* longest address a client is noted with, with its NUL */

struct service;
struct territories;

struct service_options {
    const char *vault;  /* path of the vault's socket */
    const char *sealer; /* path of the sealer's socket */
    struct conn_options database;
    struct pool_size size;
    struct brake_limits brake;
};

/* Who asks: made by the edge out of the session token. Wipe it after use. */
struct service_caller {
    unsigned char token[32];
    unsigned char session[32];
    enum role role;
    char claimed[SERVICE_CLAIMED];
};

struct service_desk {
    struct service *service;
    struct conn *db;
};

/* The strings of o must outlive the service. Connects to nothing. */
int service_new(struct service **out, const struct service_options *o) __attribute__((warn_unused_result));
void service_free(struct service *s);
/* Asks the vault whether this is a demonstration and whether it runs under another account. Before serving. */
int service_greet(struct service *s, int64_t deadline) __attribute__((warn_unused_result));
/* One database connection of each lane is made and prepared, to fail at the start and not at the first request. */
int service_warm(struct service *s, int64_t deadline) __attribute__((warn_unused_result));
bool service_is_demonstration(const struct service *s);
bool service_is_separated(const struct service *s);
const char *service_sealer(const struct service *s);
struct seen *service_seen(struct service *s);
struct brake *service_brake(struct service *s); /* NULL: none */
struct territories *service_territories(struct service *s); /* app/territories.h */

/* The caller's token becomes his session id; the role stays unknown. */
void service_caller_init(struct service_caller *c, const unsigned char token[32], const char *claimed);
void service_caller_wipe(struct service_caller *c);
/* What the transaction runner wants to know of a caller. */
struct tx_who service_who(struct service *s, const struct service_caller *c);
/* Ends the work of a use case: forgets a session that turned out dead, closes the desk. Returns rc. */
int service_done(struct service_desk *d, const struct service_caller *c, int rc, enum refusal no);

int service_desk_open(struct service *s, enum pool_lane lane, struct service_desk *d)
    __attribute__((warn_unused_result));
void service_desk_close(struct service_desk *d);
/* The desk's connection to the vault, made when needed. */
int service_vault(struct service_desk *d, int *fd) __attribute__((warn_unused_result));
/* To be called with the outcome of every call to the vault; closes the connection when it is of no more use. */
void service_vault_end(struct service_desk *d, int rc);

#endif
