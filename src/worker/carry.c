/* SPDX-License-Identifier: EUPL-1.2 */
/* How a row gets into the log exactly once. The row's id is in its entry. Before the first batch and after every
 * doubt (an answer that did not come, a new connection, a rival) the log is read from the cursor to its end, and
 * rows found there are marked; only then are rows sent. The request names the last write entry that was seen: if
 * there is another one by then, the sealer takes nothing and the log is read again. So the order of crash and
 * answer does not matter: a row that reached the log is found there, a row that did not is sent. */
#include <string.h>

#include "worker/carry.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/log.h"
#include "worker/entry.h"

#include "base/banned.h"

#define PATIENCE_MS 10000 /* for one answer of the sealer */

_Static_assert(CARRY_TAIL <= OUTBOX_TAKE, "found ids share the arrays of a batch");

void carry_init(struct carry *c, struct conn *db, const char *sealer)
{
    memset(c, 0, sizeof *c);
    c->db = db;
    c->sealer = sealer;
    c->fd = -1;
}

void carry_end(struct carry *c)
{
    outbox_release(&c->batch);
    fdio_close(&c->fd);
}

/* After either failure nothing is believed about the end of the log. */
static enum carry_state no_store(struct carry *c, int err)
{
    c->err = err;
    c->synced = false;
    return CARRY_NO_STORE;
}

static enum carry_state no_sealer(struct carry *c, int err)
{
    c->err = err;
    c->synced = false;
    fdio_close(&c->fd);
    return CARRY_NO_SEALER;
}

struct found {
    struct carry *c;
    size_t n;
};

static int note_entry(void *ctx, uint64_t index, const unsigned char *bytes, size_t n)
{
    struct found *f = ctx;
    struct carry *c = f->c;
    bool has;
    int rc;

    if (index < c->next || index > INT64_MAX - 1 || f->n == CARRY_TAIL)
        return ERR_FORMAT;
    rc = entry_row_id(bytes, n, &has, &c->id[f->n]);
    if (rc != ERR_OK)
        return rc;
    c->next = index + 1;
    if (has) {
        c->index[f->n++] = (int64_t)index;
        c->base = index + 1;
    }
    return ERR_OK;
}

/* Reads the log from the cursor to its end and marks the rows found there. */
static enum carry_state sync_with_log(struct carry *c)
{
    uint64_t size, base, from;
    int rc = outbox_cursor(c->db, &c->next, &c->base);

    if (rc != ERR_OK)
        return no_store(c, rc);
    do {
        struct found f = {.c = c};

        from = c->next;
        rc = sealer_tail(c->fd, from, CARRY_TAIL, &size, &base, note_entry, &f, clock_mono_ms() + PATIENCE_MS);
        if (rc != ERR_OK)
            return no_sealer(c, rc);
        if (size < c->next)
            return no_sealer(c, ERR_INTEGRITY); /* the log is shorter than it was: somebody put an old one back */
        if (c->next > from && (rc = outbox_seen(c->db, c->next, c->base, c->id, c->index, f.n)) != ERR_OK)
            return no_store(c, rc);
    } while (c->next > from && c->next < size);
    if (c->next < size)
        return no_sealer(c, ERR_FORMAT);
    c->base = base;
    c->synced = true;
    return CARRY_IDLE;
}

/* Sends the batch in as many requests as the sealer's limit asks for. */
static int send_batch(struct carry *c)
{
    size_t done = 0;

    for (size_t i = 0; i < c->batch.n; i++) {
        c->id[i] = c->batch.row[i].id;
        if (!entry_of_row(&c->entry[i], &c->object[i], &c->batch.row[i])) {
            char id[UUID_TEXT + 1];

            uuid_format(&c->id[i], id);
            log_error("outbox: row cannot be said in the log id=%s", id);
        }
    }
    while (done < c->batch.n) {
        size_t n = c->batch.n - done < SEALER_BATCH ? c->batch.n - done : SEALER_BATCH;
        struct sealer_receipt r;
        int rc = sealer_writes(c->fd, c->base, c->entry + done, (uint16_t)n, &r, clock_mono_ms() + PATIENCE_MS);

        if (rc != ERR_OK)
            return rc;
        if (r.index < c->base || r.index > INT64_MAX - n)
            return ERR_FORMAT;
        for (size_t i = 0; i < n; i++)
            c->index[done + i] = (int64_t)(r.index + i);
        done += n;
        c->next = c->base = r.index + n;
    }
    return ERR_OK;
}

/* The lock belongs to the connection: a new connection has to ask again, and what was known before is in doubt. */
static int hold_lock(struct carry *c, bool *mine)
{
    int rc = conn_ready(c->db);

    *mine = rc == ERR_OK && c->generation == conn_generation(c->db);
    if (rc != ERR_OK || *mine)
        return rc;
    c->synced = false;
    c->generation = 0;
    rc = outbox_lock(c->db, mine);
    if (rc == ERR_OK && *mine)
        c->generation = conn_generation(c->db);
    return rc;
}

enum carry_state carry_step(struct carry *c)
{
    enum carry_state state = CARRY_IDLE;
    bool mine;
    int rc = hold_lock(c, &mine);

    if (rc != ERR_OK)
        return no_store(c, rc);
    if (!mine)
        return CARRY_WAITING;
    if (c->fd < 0) {
        c->fd = fdio_connect(c->sealer, clock_mono_ms() + PATIENCE_MS);
        if (c->fd < 0)
            return no_sealer(c, c->fd);
    }
    if (!c->synced && (state = sync_with_log(c)) != CARRY_IDLE)
        return state;
    rc = outbox_take(c->db, &c->batch);
    if (rc != ERR_OK)
        return no_store(c, rc);
    if (c->batch.n > 0) {
        size_t n = c->batch.n;

        rc = send_batch(c);
        outbox_release(&c->batch);
        if (rc == ERR_CONFLICT) {
            c->synced = false;
            return CARRY_BUSY;
        }
        if (rc != ERR_OK)
            return no_sealer(c, rc);
        rc = outbox_seen(c->db, c->next, c->base, c->id, c->index, n);
        if (rc != ERR_OK)
            return no_store(c, rc);
        c->carried += n;
        state = n == OUTBOX_TAKE ? CARRY_BUSY : CARRY_IDLE;
    }
    outbox_release(&c->batch);
    return state;
}
