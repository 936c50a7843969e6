/* SPDX-License-Identifier: EUPL-1.2 */
/* The pool and the vault connections behind the desks. A vault connection belongs to the slot of its database
 * connection, so whoever holds the desk holds both and needs no lock. A vault that was started again is noticed
 * before use: an idle connection that became readable was closed by the other side. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "app/service.h"
#include "app/territories.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/log.h"
#include "base/secret.h"
#include "wire/vault_msg.h"

#include "base/banned.h"

#define CONNECT_MS 2000
#define WAIT_MS 5000 /* longest wait for a free desk */

struct service {
    struct service_options o;
    struct pool *pool;
    struct seen *seen;
    struct brake *brake;
    struct territories *territories;
    int *vault; /* one for each slot, -1: not connected */
    bool demonstration;
    bool separated;
};

int service_new(struct service **out, const struct service_options *o)
{
    struct service *s = calloc(1, sizeof *s);
    int rc;

    *out = NULL;
    if (s == NULL)
        return ERR_NOMEM;
    s->o = *o;
    rc = pool_new(&s->pool, &o->database, &o->size);
    if (rc == ERR_OK)
        rc = seen_new(&s->seen);
    if (rc == ERR_OK)
        rc = brake_new(&s->brake, &o->brake);
    if (rc == ERR_OK)
        rc = territories_new(&s->territories);
    if (rc == ERR_OK && (s->vault = calloc(pool_slots(s->pool), sizeof *s->vault)) == NULL)
        rc = ERR_NOMEM;
    if (rc != ERR_OK) {
        service_free(s);
        return rc;
    }
    for (size_t i = 0; i < pool_slots(s->pool); i++)
        s->vault[i] = -1;
    *out = s;
    return ERR_OK;
}

void service_free(struct service *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; s->vault != NULL && i < pool_slots(s->pool); i++)
        fdio_close(&s->vault[i]);
    free(s->vault);
    pool_free(s->pool);
    seen_free(s->seen);
    brake_free(s->brake);
    territories_free(s->territories);
    free(s);
}

int service_greet(struct service *s, int64_t deadline)
{
    struct vault_pong pong = {0};
    int fd SCOPED_FD;

    fd = fdio_connect(s->o.vault, deadline);
    if (fd < 0)
        return ERR_UNAVAILABLE;
    int rc = vault_ping(fd, &pong, deadline);
    s->demonstration = pong.demonstration;
    s->separated = pong.separated;
    return rc;
}

int service_warm(struct service *s, int64_t deadline)
{
    int rc = ERR_OK;

    for (int lane = 0; lane < POOL_LANES && rc == ERR_OK; lane++) {
        struct conn *c = NULL;

        rc = pool_take(s->pool, (enum pool_lane)lane, deadline, &c);
        pool_give(s->pool, c);
    }
    return rc;
}

bool service_is_demonstration(const struct service *s)
{
    return s->demonstration;
}

bool service_is_separated(const struct service *s)
{
    return s->separated;
}

const char *service_sealer(const struct service *s)
{
    return s->o.sealer;
}

struct seen *service_seen(struct service *s)
{
    return s->seen;
}

struct brake *service_brake(struct service *s)
{
    return s->brake;
}

struct territories *service_territories(struct service *s)
{
    return s->territories;
}

void service_caller_init(struct service_caller *c, const unsigned char token[32], const char *claimed)
{
    size_t n = strnlen(claimed, sizeof c->claimed - 1);

    memset(c, 0, sizeof *c);
    memcpy(c->token, token, sizeof c->token);
    secret_session_id(c->session, c->token);
    memcpy(c->claimed, claimed, n);
}

void service_caller_wipe(struct service_caller *c)
{
    secret_wipe(c, sizeof *c);
}

struct tx_who service_who(struct service *s, const struct service_caller *c)
{
    return (struct tx_who){.session = c->session, .touch = seen_touch_due(s->seen, c->session, clock_mono_ms())};
}

int service_done(struct service_desk *d, const struct service_caller *c, int rc, enum refusal no)
{
    if (no == REFUSAL_UNAUTHENTICATED)
        seen_forget(d->service->seen, c->session);
    service_desk_close(d);
    return rc;
}

int service_desk_open(struct service *s, enum pool_lane lane, struct service_desk *d)
{
    int rc;

    d->service = s;
    d->db = NULL;
    rc = pool_take(s->pool, lane, clock_mono_ms() + WAIT_MS, &d->db);
    /* a full house is nobody's fault and passes: the caller is told to come back */
    return rc == ERR_LIMIT || rc == ERR_TIMEOUT ? ERR_CONFLICT : rc;
}

void service_desk_close(struct service_desk *d)
{
    pool_give(d->service->pool, d->db);
    d->db = NULL;
}

int service_vault(struct service_desk *d, int *fd)
{
    int *slot = &d->service->vault[conn_slot(d->db)];

    if (*slot >= 0) {
        struct pollfd p = {.fd = *slot, .events = POLLIN};

        if (poll(&p, 1, 0) != 0)
            fdio_close(slot);
    }
    if (*slot < 0)
        *slot = fdio_connect(d->service->o.vault, clock_mono_ms() + CONNECT_MS);
    *fd = *slot;
    if (*slot >= 0)
        return ERR_OK;
    *slot = -1;
    return ERR_UNAVAILABLE;
}

void service_vault_end(struct service_desk *d, int rc)
{
    if (rc != ERR_OK && rc != ERR_DENIED && rc != ERR_CEILING && rc != ERR_UNAVAILABLE && rc != ERR_CONFLICT) {
        log_warn("vault: connection given up error=%s", err_name(rc));
        fdio_close(&d->service->vault[conn_slot(d->db)]);
    }
}
