/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The client half of the sealer's language: builds requests, waits for the reply, reads it to the last byte.
 * jalon-vault asks for receipts and the worker carries write entries; jalond and the command line ask for heads and
 * proofs. Nothing here decides: an entry that the format cannot say comes back as ERR_FORMAT from the sealer.
 * A reply that does not parse is ERR_FORMAT; the connection must then be closed.
 */
#include "wire/sealer_msg.h"

#include <string.h>

#include "base/err.h"
#include "base/rd.h"
#include "wire/frame.h"

#include "base/banned.h"

#define RECEIPT_MAX 64
#define PROOF_HASHES 128

static void put_word(struct buf *b, const char *s)
{
    buf_lv8(b, s, strlen(s));
}

static void put_object(struct buf *b, const struct sealer_object *o)
{
    put_word(b, o->kind);
    buf_u8(b, (uint8_t)((o->id ? 1 : 0) | (o->case_id ? 2 : 0) | (o->digest ? 4 : 0)));
    if (o->id)
        buf_bytes(b, o->id->b, sizeof o->id->b);
    buf_u32(b, o->version);
    put_word(b, o->compartment);
    if (o->case_id)
        buf_bytes(b, o->case_id->b, sizeof o->case_id->b);
    put_word(b, o->link);
    if (o->digest)
        buf_bytes(b, o->digest, 32);
}

void sealer_put_entry(struct buf *b, const struct sealer_entry *e)
{
    put_word(b, e->action);
    buf_u8(b, (uint8_t)((e->actor ? 1 : 0) | (e->subject ? 2 : 0) | (e->of_us ? 4 : 0) | (e->id ? 8 : 0) |
                        (e->reason_default ? 16 : 0)));
    if (e->of_us)
        buf_i64(b, *e->of_us);
    if (e->id)
        buf_bytes(b, e->id->b, sizeof e->id->b);
    if (e->actor) {
        buf_bytes(b, e->actor->b, sizeof e->actor->b);
        put_word(b, e->role);
        buf_bytes(b, e->org->b, sizeof e->org->b);
    }
    if (e->subject)
        buf_bytes(b, e->subject, 16);
    put_word(b, e->reason);
    put_word(b, e->outcome);
    put_word(b, e->claimed);
    buf_u16(b, e->objects);
    for (uint16_t i = 0; i < e->objects; i++)
        put_object(b, &e->object[i]);
}

/* Sends an append of either kind and reads the receipt. */
static int append(int fd, uint16_t verb, const struct buf *request, struct sealer_receipt *out, int64_t deadline)
{
    struct buf reply SCOPED_BUF;
    struct rd r;
    buf_init(&reply, RECEIPT_MAX);
    int err = frame_call(fd, verb, request, &reply, deadline);
    if (err)
        return err;
    rd_init(&r, reply.data, reply.len);
    out->index = rd_u64(&r);
    out->size = rd_u64(&r);
    out->at_us = rd_i64(&r);
    return rd_end(&r);
}

int sealer_append(int fd, const struct sealer_entry *entries, uint8_t n, struct sealer_receipt *out, int64_t deadline)
{
    struct buf request SCOPED_BUF;
    buf_init(&request, FRAME_MAX);
    buf_u8(&request, n);
    for (uint8_t i = 0; i < n; i++)
        sealer_put_entry(&request, &entries[i]);
    return append(fd, SEALER_APPEND, &request, out, deadline);
}

int sealer_writes(int fd, uint64_t base, const struct sealer_entry *entries, uint16_t n, struct sealer_receipt *out,
                  int64_t deadline)
{
    struct buf request SCOPED_BUF;
    buf_init(&request, FRAME_MAX);
    buf_u64(&request, base);
    buf_u16(&request, n);
    for (uint16_t i = 0; i < n; i++)
        sealer_put_entry(&request, &entries[i]);
    return append(fd, SEALER_WRITES, &request, out, deadline);
}

int sealer_tail(int fd, uint64_t from, uint16_t most, uint64_t *size, uint64_t *base, sealer_each_fn each, void *ctx,
                int64_t deadline)
{
    struct buf request SCOPED_BUF;
    struct buf reply SCOPED_BUF;
    struct rd r;
    buf_init(&request, 16);
    buf_init(&reply, FRAME_MAX);
    buf_u64(&request, from);
    buf_u16(&request, most);
    int err = frame_call(fd, SEALER_TAIL, &request, &reply, deadline);
    if (err)
        return err;

    /* Two passes: the callback sees nothing of a reply that is broken further on. */
    struct rd check;
    rd_init(&r, reply.data, reply.len);
    *size = rd_u64(&r);
    *base = rd_u64(&r);
    uint16_t count = rd_u16(&r);
    check = r;
    for (uint16_t i = 0; i < count && !check.bad; i++) {
        size_t n;
        (void)rd_u64(&check);
        (void)rd_lv16(&check, &n, UINT16_MAX);
    }
    err = rd_end(&check);
    for (uint16_t i = 0; i < count && !err; i++) {
        size_t n;
        uint64_t index = rd_u64(&r);
        const unsigned char *p = rd_lv16(&r, &n, UINT16_MAX);
        int stop = each(ctx, index, p, n);
        if (stop < 0)
            err = stop;
    }
    return err;
}

int sealer_head(int fd, struct buf *note, uint64_t *durable, int64_t deadline)
{
    struct buf request SCOPED_BUF;
    struct buf reply SCOPED_BUF;
    struct rd r;
    size_t n;
    buf_init(&request, 1);
    buf_init(&reply, FRAME_MAX);
    int err = frame_call(fd, SEALER_HEAD, &request, &reply, deadline);
    if (err)
        return err;
    rd_init(&r, reply.data, reply.len);
    const unsigned char *p = rd_lv16(&r, &n, UINT16_MAX);
    *durable = rd_u64(&r);
    err = rd_end(&r);
    if (err)
        return err;
    buf_reset(note);
    if (n)
        buf_bytes(note, p, n);
    return buf_err(note);
}

int sealer_end(int fd, uint64_t *durable, uint32_t *file, uint64_t *bytes, int64_t deadline)
{
    struct buf request SCOPED_BUF;
    struct buf reply SCOPED_BUF;
    struct rd r;
    buf_init(&request, 1);
    buf_init(&reply, 64);
    int err = frame_call(fd, SEALER_END, &request, &reply, deadline);
    if (err)
        return err;
    rd_init(&r, reply.data, reply.len);
    *durable = rd_u64(&r);
    *file = rd_u32(&r);
    *bytes = rd_u64(&r);
    return rd_end(&r);
}

/* The two requests for hashes differ in their verb only: two numbers out, a counted list back. */
static int hashes_of(int fd, uint16_t verb, uint64_t a, uint64_t b, unsigned char (*hashes)[32], uint8_t *n,
                     int64_t deadline)
{
    struct buf request SCOPED_BUF;
    struct buf reply SCOPED_BUF;
    struct rd r;
    buf_init(&request, 16);
    buf_init(&reply, FRAME_MAX);
    buf_u64(&request, a);
    buf_u64(&request, b);
    int err = frame_call(fd, verb, &request, &reply, deadline);
    if (err)
        return err;
    rd_init(&r, reply.data, reply.len);
    uint8_t count = rd_u8(&r);
    if (count > PROOF_HASHES)
        return ERR_FORMAT;
    for (uint8_t i = 0; i < count; i++)
        rd_copy(&r, hashes[i], 32);
    *n = count;
    return rd_end(&r);
}

int sealer_proof(int fd, uint64_t index, uint64_t size, unsigned char (*hashes)[32], uint8_t *n, int64_t deadline)
{
    return hashes_of(fd, SEALER_PROOF, index, size, hashes, n, deadline);
}

int sealer_consistency(int fd, uint64_t old_size, uint64_t new_size, unsigned char (*hashes)[32], uint8_t *n,
                       int64_t deadline)
{
    return hashes_of(fd, SEALER_CONSISTENCY, old_size, new_size, hashes, n, deadline);
}
