/* SPDX-License-Identifier: EUPL-1.2 */
/* A fixed table of addresses, each with a fixed row of names, both as hashes under a key of this process: nobody can
 * choose addresses that fall into one bucket, and no name lies in memory. The address that tried longest ago gives way;
 * whoever commands thousands of addresses is slowed by the accounts' own limit only. The wall clock is not asked. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "app/brake.h"
#include "base/err.h"
#include "base/log.h"
#include "base/secret.h"

#include "base/banned.h"

#define BUCKETS 256u
#define WAYS 8u
#define NET_BYTES 9 /* family, then the four bytes of an IPv4 address or the first eight of an IPv6 one */

struct name {
    uint64_t id;
    uint32_t until_s; /* 0: empty */
    uint32_t tries;
};

struct address {
    uint64_t id;
    uint32_t last_s; /* when it last began an attempt; 0: empty */
    uint32_t said_s; /* until when the operator knows of it */
    struct name name[BRAKE_NAMES];
};

struct brake {
    pthread_mutex_t lock;
    struct brake_limits limits;
    unsigned char key[SECRET_KEY];
    uint64_t refused;
    struct address address[BUCKETS][WAYS];
};

int brake_new(struct brake **out, const struct brake_limits *l)
{
    struct brake *b;

    *out = NULL;
    if (l->names == 0)
        return ERR_OK;
    b = calloc(1, sizeof *b);
    if (b == NULL)
        return ERR_NOMEM;
    pthread_mutex_init(&b->lock, NULL);
    b->limits = *l;
    if (b->limits.names > BRAKE_NAMES)
        b->limits.names = BRAKE_NAMES;
    secret_random(b->key, sizeof b->key);
    *out = b;
    return ERR_OK;
}

void brake_free(struct brake *b)
{
    if (b == NULL)
        return;
    pthread_mutex_destroy(&b->lock);
    secret_discard(b, sizeof *b);
}

static uint64_t id_of(const struct brake *b, const void *p, size_t n)
{
    unsigned char sum[16];
    uint64_t id;

    secret_hash(sum, sizeof sum, b->key, sizeof b->key, p, n);
    memcpy(&id, sum, sizeof id);
    return id;
}

/* An IPv4 address that came over an IPv6 socket is the same address. */
static uint64_t net_of(const struct brake *b, const char *text)
{
    unsigned char net[NET_BYTES] = {0};
    struct in6_addr v6;

    if (inet_pton(AF_INET, text, net + 1) == 1) {
        net[0] = 4;
    } else if (inet_pton(AF_INET6, text, &v6) == 1) {
        bool mapped = IN6_IS_ADDR_V4MAPPED(&v6);

        net[0] = mapped ? 4 : 6;
        memcpy(net + 1, v6.s6_addr + (mapped ? 12 : 0), mapped ? 4 : 8);
    }
    return id_of(b, net, sizeof net);
}

/* The row of an address, or NULL. */
static struct address *find(struct brake *b, uint64_t id)
{
    struct address *bucket = b->address[id % BUCKETS];

    for (unsigned i = 0; i < WAYS; i++)
        if (bucket[i].last_s != 0 && bucket[i].id == id)
            return &bucket[i];
    return NULL;
}

static struct address *make(struct brake *b, uint64_t id)
{
    struct address *bucket = b->address[id % BUCKETS], *a = &bucket[0];

    for (unsigned i = 1; i < WAYS; i++)
        if (bucket[i].last_s < a->last_s)
            a = &bucket[i];
    memset(a, 0, sizeof *a);
    a->id = id;
    return a;
}

static struct name *name_of(struct address *a, uint64_t id)
{
    for (unsigned i = 0; i < BRAKE_NAMES; i++)
        if (a->name[i].until_s != 0 && a->name[i].id == id)
            return &a->name[i];
    return NULL;
}

/* Names whose time is over count no more. How many are left, and when the first of them will be over. */
static unsigned clear_old(struct address *a, uint32_t now_s, uint32_t *first_s)
{
    unsigned n = 0;

    *first_s = UINT32_MAX;
    for (unsigned i = 0; i < BRAKE_NAMES; i++) {
        struct name *m = &a->name[i];

        if (m->until_s <= now_s)
            m->until_s = 0;
        if (m->until_s == 0)
            continue;
        n++;
        if (m->until_s < *first_s)
            *first_s = m->until_s;
    }
    return n;
}

/* Seconds to wait for this name from this address, which may be NULL. */
static unsigned wait_s(const struct brake *b, struct address *a, uint64_t name, uint32_t now_s)
{
    uint32_t first_s;

    if (a == NULL)
        return 0;
    const unsigned n = clear_old(a, now_s, &first_s);
    const struct name *m = name_of(a, name);
    if (m != NULL)
        return m->tries < b->limits.tries ? 0 : m->until_s - now_s;
    return n < b->limits.names ? 0 : first_s - now_s;
}

static void count(struct address *a, uint64_t id, uint32_t now_s)
{
    struct name *m = name_of(a, id);

    for (unsigned i = 0; m == NULL && i < BRAKE_NAMES; i++)
        if (a->name[i].until_s == 0) {
            m = &a->name[i];
            *m = (struct name){.id = id, .until_s = now_s + BRAKE_WINDOW_S};
        }
    if (m != NULL)
        m->tries++;
    a->last_s = now_s;
}

/* Once for each time that an address is slowed. Neither name nor address: the front and the sealed log have them. */
static void say(struct brake *b, struct address *a, uint32_t now_s, unsigned wait)
{
    b->refused++;
    if (a->said_s > now_s)
        return;
    a->said_s = now_s + wait;
    log_warn("sign-in: an address is slowed wait_s=%u refused=%llu", wait, (unsigned long long)b->refused);
}

/* Whole seconds, never 0, which means empty. */
static uint32_t seconds(int64_t now_ms)
{
    return (uint32_t)(now_ms / 1000) + 1;
}

bool brake_take(struct brake *b, const char *address, const char *login, int64_t now_ms)
{
    const uint32_t now_s = seconds(now_ms);

    if (b == NULL)
        return true;
    const uint64_t net = net_of(b, address), name = id_of(b, login, strlen(login));
    pthread_mutex_lock(&b->lock);
    struct address *a = find(b, net);
    const unsigned wait = wait_s(b, a, name, now_s);
    if (wait > 0)
        say(b, a, now_s, wait);
    else
        count(a != NULL ? a : make(b, net), name, now_s);
    pthread_mutex_unlock(&b->lock);
    return wait == 0;
}

void brake_end(struct brake *b, const char *address, const char *login, enum brake_outcome o)
{
    if (b == NULL || o == BRAKE_FAILED)
        return;
    const uint64_t net = net_of(b, address), name = id_of(b, login, strlen(login));
    pthread_mutex_lock(&b->lock);
    struct address *a = find(b, net);
    struct name *m = a == NULL ? NULL : name_of(a, name);
    if (m != NULL && (o == BRAKE_PROVED || --m->tries == 0))
        m->until_s = 0;
    pthread_mutex_unlock(&b->lock);
}

unsigned brake_wait_s(struct brake *b, const char *address, const char *login, int64_t now_ms)
{
    if (b == NULL)
        return 0;
    const uint64_t net = net_of(b, address), name = id_of(b, login, strlen(login));
    pthread_mutex_lock(&b->lock);
    const unsigned wait = wait_s(b, find(b, net), name, seconds(now_ms));
    pthread_mutex_unlock(&b->lock);
    return wait;
}
