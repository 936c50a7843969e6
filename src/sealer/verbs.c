/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The table of verbs and those that only read. Nothing here changes the log: the two that do have no function, serve.c
 * gathers them into batches. There is no verb that signs, deletes or rewrites, and none that opens anything.
 */
#include "sealer/verbs.h"

#include "base/err.h"
#include "wire/sealer_msg.h"

#include "base/banned.h"

#define APPEND_MAX (2u << 20) /* a batch of the longest lawful entries is below */
#define TAIL_REPLY (1u << 20)

static enum wire_status failed(int err)
{
    return err == ERR_LIMIT ? WIRE_DENIED : WIRE_INTERNAL;
}

struct tail {
    struct buf *reply;
    uint16_t n;
};

static int tail_entry(void *ctx, uint64_t index, const unsigned char *p, size_t n)
{
    struct tail *t = ctx;
    if (t->n > 0 && t->reply->len + 8 + 2 + n > TAIL_REPLY)
        return 1;
    buf_u64(t->reply, index);
    buf_lv16(t->reply, p, n);
    t->n++;
    return buf_err(t->reply);
}

static enum wire_status answer_tail(struct verbs_log *log, struct rd *request, struct buf *reply)
{
    struct tail t = {.reply = reply};
    uint64_t size = sequence_size(log->sequence);
    uint64_t from = rd_u64(request);
    uint16_t most = rd_u16(request);
    if (rd_end(request) != ERR_OK)
        return WIRE_BAD;
    buf_u64(reply, size);
    buf_u64(reply, log->sequence->base);
    size_t at = reply->len;
    buf_u16(reply, 0);
    if (from < size) {
        uint64_t to = size - from < most ? size : from + most;
        int err = journal_read(&log->sequence->journal, &log->tail, from, to, tail_entry, &t);
        if (err)
            return failed(err);
    }
    if (buf_err(reply))
        return WIRE_INTERNAL;
    reply->data[at] = (unsigned char)(t.n >> 8);
    reply->data[at + 1] = (unsigned char)t.n;
    return WIRE_OK;
}

static enum wire_status answer_head(struct verbs_log *log, struct rd *request, struct buf *reply)
{
    if (rd_end(request) != ERR_OK)
        return WIRE_BAD;
    buf_lv16(reply, log->head->note.data, log->head->note.len);
    buf_u64(reply, sequence_size(log->sequence));
    return WIRE_OK;
}

static enum wire_status answer_end(struct verbs_log *log, struct rd *request, struct buf *reply)
{
    const struct journal *j = &log->sequence->journal;
    if (rd_end(request) != ERR_OK)
        return WIRE_BAD;
    buf_u64(reply, sequence_size(log->sequence));
    buf_u32(reply, j->segment);
    buf_u64(reply, j->offset);
    return WIRE_OK;
}

typedef int (*prove_fn)(struct hashes *h, const struct hashes_settled *s, uint64_t of, uint64_t size,
                        struct tree_hash *proof, size_t *n);

static enum wire_status put_proof(struct verbs_log *log, struct rd *request, prove_fn prove, struct buf *reply)
{
    struct tree_hash proof[TREE_PROOF_MAX];
    size_t n = 0;
    uint64_t of = rd_u64(request);
    uint64_t size = rd_u64(request);
    if (rd_end(request) != ERR_OK)
        return WIRE_BAD;
    if (size > sequence_size(log->sequence))
        return WIRE_DENIED;
    int err = prove(&log->sequence->hashes, &log->head->settled, of, size, proof, &n);
    if (err)
        return failed(err);
    buf_u8(reply, (uint8_t)n);
    for (size_t i = 0; i < n; i++)
        buf_bytes(reply, proof[i].b, sizeof proof[i].b);
    return WIRE_OK;
}

static enum wire_status answer_proof(struct verbs_log *log, struct rd *request, struct buf *reply)
{
    return put_proof(log, request, hashes_inclusion, reply);
}

static enum wire_status answer_consistency(struct verbs_log *log, struct rd *request, struct buf *reply)
{
    return put_proof(log, request, hashes_consistency, reply);
}

#define PEER_ANY (PEER_VAULT | PEER_WORKER | PEER_HEAD)

static const struct verb verbs[] = {
    {SEALER_APPEND, PEER_VAULT, APPEND_MAX, false, NULL},
    {SEALER_WRITES, PEER_WORKER, APPEND_MAX, true, NULL},
    {SEALER_TAIL, PEER_WORKER, 10, false, answer_tail},
    {SEALER_HEAD, PEER_ANY, 0, false, answer_head},
    {SEALER_PROOF, PEER_ANY, 16, false, answer_proof},
    {SEALER_CONSISTENCY, PEER_ANY, 16, false, answer_consistency},
    {SEALER_END, PEER_ANY, 0, false, answer_end},
};

const struct verb *verbs_find(uint16_t number)
{
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (verbs[i].number == number)
            return &verbs[i];
    return NULL;
}
