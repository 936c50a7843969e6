/* SPDX-License-Identifier: EUPL-1.2 */
/* The database knows how many entries it has, and takes only the next ones, together with the new number: so it does
 * not matter when this process ends, and nothing has to be found again. After each doubt the number is asked for. What
 * the sealer hands out must be entries in the form that all agree on; the database cuts them into columns itself, all
 * but the keys by which objects are found: they would cost it nearly as much as the rest. */
#include <string.h>

#include "worker/copy.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "store/outbox.h"
#include "wire/sealer_msg.h"
#include "worker/entry.h"

#include "base/banned.h"

#define PATIENCE_MS 10000 /* for one answer of the sealer */
#define BYTES_MAX (2u << 20)

void copy_init(struct copy *p, struct conn *db, const char *sealer)
{
    memset(p, 0, sizeof *p);
    p->db = db;
    p->sealer = sealer;
    p->fd = -1;
    buf_init(&p->bytes, BYTES_MAX);
    buf_init(&p->keys, BYTES_MAX);
}

void copy_end(struct copy *p)
{
    buf_release(&p->bytes);
    buf_release(&p->keys);
    fdio_close(&p->fd);
}

static enum carry_state no_store(struct copy *p, int err)
{
    p->err = err;
    p->known = false;
    return CARRY_NO_STORE;
}

static enum carry_state no_sealer(struct copy *p, int err)
{
    p->err = err;
    p->known = false;
    fdio_close(&p->fd);
    return CARRY_NO_SEALER;
}

static int keep_entry(void *ctx, uint64_t index, const unsigned char *bytes, size_t n)
{
    struct copy *p = ctx;
    int64_t keys[ENTRY_KEYS];
    struct line line;
    int rc;

    if (index != p->next + p->n || p->n == COPY_TAIL)
        return ERR_FORMAT;
    rc = line_parse(&line, p->object, bytes, n);
    if (rc != ERR_OK)
        return rc;
    buf_bytes(&p->bytes, bytes, n);
    buf_bytes(&p->keys, keys, entry_keys(keys, index, &line) * sizeof *keys);
    p->upto[p->n] = (int64_t)(p->keys.len / sizeof *keys);
    p->end[p->n++] = p->bytes.len;
    rc = buf_err(&p->bytes);
    return rc == ERR_OK ? buf_err(&p->keys) : rc;
}

static int read_tail(struct copy *p)
{
    uint64_t size, base;
    int rc;

    if (p->fd < 0)
        p->fd = fdio_connect(p->sealer, clock_mono_ms() + PATIENCE_MS);
    if (p->fd < 0)
        return p->fd;
    p->n = 0;
    buf_reset(&p->bytes);
    buf_reset(&p->keys);
    rc = sealer_tail(p->fd, p->next, COPY_TAIL, &size, &base, keep_entry, p, clock_mono_ms() + PATIENCE_MS);
    if (rc != ERR_OK)
        return rc;
    if (size < p->next)
        return ERR_INTEGRITY; /* the log is shorter than it was: somebody put an old one back */
    p->more = size > p->next + p->n;
    return p->n == 0 && p->more ? ERR_FORMAT : ERR_OK;
}

enum carry_state copy_step(struct copy *p)
{
    int rc = p->known ? ERR_OK : outbox_copied(p->db, &p->next);

    if (rc != ERR_OK)
        return no_store(p, rc);
    p->known = true;
    rc = read_tail(p);
    if (rc != ERR_OK)
        return no_sealer(p, rc);
    if (p->n == 0)
        return CARRY_IDLE;
    const struct outbox_entries entries = {p->bytes.data, p->end, (const int64_t *)(const void *)p->keys.data, p->upto,
                                           p->n};

    rc = outbox_copy(p->db, p->next, &entries);
    if (rc != ERR_OK)
        return no_store(p, rc);
    p->next += p->n;
    p->copied += p->n;
    return p->more ? CARRY_BUSY : CARRY_IDLE;
}
