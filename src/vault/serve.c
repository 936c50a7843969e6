/* SPDX-License-Identifier: EUPL-1.2 */
/* Who may talk, and one thread a conversation. The table below is the whole of what can be asked; there is no "decrypt
 * these bytes". A frame that is not understood is answered and ends its connection, never the process. Threads share
 * nothing but the root, the number of connections and the two places for password hashes (record.c). */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "vault/vault.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/log.h"
#include "vault/people.h"
#include "vault/verbs.h"
#include "wire/frame.h"
#include "wire/people_msg.h"

#include "base/banned.h"

#define REQUEST_MS 10000 /* from the first byte of a frame to its last */
#define STACK_BYTES (256u << 10)

static atomic_uint connections;

static uint16_t verb_ping(struct vault_talk *t, struct rd *in, struct buf *out)
{
    if (rd_end(in) != ERR_OK)
        return WIRE_BAD;
    buf_u8(out, t->vault->root->demonstration ? 1 : 0);
    buf_u8(out, t->vault->uid != t->asker ? 1 : 0);
    buf_u16(out, t->vault->root->mac_id);
    buf_u8(out, t->vault->root->changing ? 1 : 0);
    return WIRE_OK;
}

static const struct verb {
    uint16_t number;
    uint16_t (*answer)(struct vault_talk *t, struct rd *in, struct buf *out);
} verbs[] = {
    {VAULT_PING, verb_ping},       {VAULT_SIGN_IN, verbs_sign_in}, {VAULT_UNLOCK, verbs_unlock},
    {VAULT_OPEN, verbs_open},      {VAULT_SEAL, verbs_seal},       {VAULT_ENROL, verbs_enrol},
    {VAULT_CONFIRM, verbs_confirm}, {VAULT_SHARE, verbs_share},
    {PEOPLE_ACCOUNT, people_verb_account},
    {PEOPLE_APPROVE, people_verb_approve},
    {PEOPLE_RESEAL, people_verb_reseal},
    {PEOPLE_PASSWORD, people_verb_password},
    {PEOPLE_GLASS, people_verb_glass},
    {PEOPLE_GENERATION, people_verb_generation},
};

uint16_t vault_answer(struct vault_talk *t, uint16_t verb, const struct buf *request, struct buf *reply)
{
    struct rd in;
    uint16_t status = WIRE_BAD;
    buf_reset(reply);
    rd_init(&in, request->data, request->len);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (verbs[i].number == verb)
            status = verbs[i].answer(t, &in, reply);
    if (status == WIRE_OK && buf_err(reply) != ERR_OK)
        status = WIRE_INTERNAL;
    if (status != WIRE_OK)
        buf_reset(reply);
    return status;
}

static void converse(struct vault_talk *t)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    uint16_t status = WIRE_OK;
    buf_init_secret(&request, FRAME_MAX);
    buf_init_secret(&reply, FRAME_MAX);
    while (status != WIRE_BAD) {
        uint16_t verb = 0;
        /* Between two requests a connection may be silent for as long as it likes. */
        int err = fdio_await(t->fd, 0);
        if (err == ERR_OK)
            err = frame_recv(t->fd, &verb, &request, FRAME_MAX, clock_mono_ms() + REQUEST_MS);
        if (err != ERR_OK && err != ERR_LIMIT && err != ERR_FORMAT)
            break;
        status = err == ERR_OK ? vault_answer(t, verb, &request, &reply) : WIRE_BAD;
        buf_reset(&request);
        if (status == WIRE_BAD)
            buf_reset(&reply);
        if (frame_send(t->fd, status, &reply, clock_mono_ms() + REQUEST_MS) != ERR_OK)
            break;
        buf_reset(&reply);
    }
}

static void *thread(void *arg)
{
    struct vault_talk *t = arg;
    converse(t);
    fdio_close(&t->fd);
    fdio_close(&t->sealer);
    free(t);
    atomic_fetch_sub(&connections, 1);
    return NULL;
}

static bool welcome(const struct vault *v, int fd, uid_t *asker)
{
    if (fdio_peer(fd, asker) != ERR_OK)
        return false;
    for (size_t i = 0; i < v->peers; i++)
        if (v->peer[i] == *asker)
            return true;
    log_warn("peer uid=%u refused", (unsigned)*asker);
    return false;
}

static void serve_one(const struct vault *v, int fd, const pthread_attr_t *attr)
{
    pthread_t id;
    uid_t asker = 0;
    struct vault_talk *t = NULL;
    if (!welcome(v, fd, &asker))
        goto refuse;
    if (atomic_fetch_add(&connections, 1) >= VAULT_CONNECTIONS)
        goto full;
    t = malloc(sizeof *t);
    if (t == NULL)
        goto full;
    *t = (struct vault_talk){.vault = v, .fd = fd, .sealer = -1, .asker = asker};
    if (pthread_create(&id, attr, thread, t) != 0)
        goto full;
    return;
full:
    atomic_fetch_sub(&connections, 1);
    free(t);
    log_warn("no room for another connection");
refuse:
    (void)close(fd);
}

int vault_serve(const struct vault *v, int listener)
{
    pthread_attr_t attr;
    if (pthread_attr_init(&attr) != 0 || pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED) != 0 ||
        pthread_attr_setstacksize(&attr, STACK_BYTES) != 0)
        return ERR_INTERNAL;
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd >= 0)
            serve_one(v, fd, &attr);
        else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS)
            (void)usleep(10000);
        else if (errno != EINTR && errno != ECONNABORTED)
            return ERR_IO;
    }
}
