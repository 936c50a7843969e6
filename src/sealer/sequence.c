/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Admission, numbering and group commit. serve.c gathers the requests that are ready, asks for each, commits once and
 * answers all. Order of a commit: leaf hashes (not flushed, remade at start), then the journal frame with its flush,
 * then the counters in memory. If either write fails, the counters go back and nobody is told anything was kept.
 *
 * Who may say what: vaults open and try, workers carry rows of the database. A worker's entry has the row's id, a
 * vault's has none; neither may write the word "ceiling", which is the sealer's own, and a worker may not write the
 * actions that ceilings count, so that it cannot use up somebody's hour.
 */
#include "sealer/sequence.h"

#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/rd.h"
#include "sealer/entry.h"
#include "wire/sealer_msg.h"

#include "base/banned.h"

_Static_assert(SEALER_OBJECTS == LINE_OBJECTS, "an entry of a request fits into one line");
_Static_assert(SEGMENT_PAYLOAD >= SEALER_BATCH * (2 + LINE_MAX_BYTES), "any lawful request fits into one frame");

#define FRAME_KEPT (256u << 10) /* the frame's memory is given back above this */
#define BATCH_OBJECTS (CEILING_OBJECTS - SEALER_BATCH * SEALER_OBJECTS)
#define BATCH_ENTRIES (CEILING_ENTRIES - SEALER_BATCH)
#define HASHES_AT_ONCE 256

/* --- start --- */

struct replay {
    struct sequence *s;
    int64_t hour_ago;
    sequence_leaf_fn leaf;
    void *ctx;
    uint64_t stored; /* leaves compared with the file so far */
    size_t waiting;
    struct tree_hash block[HASHES_AT_ONCE];
};

/* Makes the file hold these leaves; writes only where it does not. */
static int replay_flush(struct replay *r)
{
    struct tree_hash there;
    bool same = true;
    for (size_t i = 0; i < r->waiting && same; i++) {
        int err = hashes_leaf(&r->s->hashes, r->stored + i, &there);
        if (err && err != ERR_INTEGRITY)
            return err;
        same = !err && memcmp(&there, &r->block[i], sizeof there) == 0;
    }
    int err = same ? ERR_OK : hashes_put(&r->s->hashes, r->stored, r->block, r->waiting);
    r->stored += r->waiting;
    r->waiting = 0;
    return err;
}

static int replay_entry(void *ctx, uint64_t index, const unsigned char *p, size_t n)
{
    struct replay *r = ctx;
    struct sequence *s = r->s;
    struct tree_hash *leaf = &r->block[r->waiting];
    if (line_parse(&s->line, s->object, p, n) != ERR_OK)
        return ERR_INTEGRITY;
    tree_leaf(leaf, p, n);
    tree_frontier_add(&s->frontier, leaf);
    int err = r->leaf(r->ctx, index, leaf);
    if (err)
        return err;
    if (s->line.has_id)
        s->base = index + 1;
    if (s->line.at_us > s->last_us)
        s->last_us = s->line.at_us;
    if (s->line.at_us > r->hour_ago)
        ceiling_replay(s->ceiling, &s->line, index);
    return ++r->waiting == HASHES_AT_ONCE ? replay_flush(r) : ERR_OK;
}

int sequence_open(struct sequence *s, int folder, const struct ceiling_limits *limits, int64_t now_us,
                  sequence_leaf_fn leaf, void *ctx, uint64_t *cut, struct journal_fault *fault)
{
    struct replay r = {.s = s, .hour_ago = now_us - CEILING_HOUR_US, .leaf = leaf, .ctx = ctx};
    *s = (struct sequence){.journal.fd = -1};
    buf_init(&s->frame, SEGMENT_FRAME);
    buf_init(&s->text, LINE_MAX_BYTES);
    tree_frontier_init(&s->frontier);
    int err = hashes_open(&s->hashes, folder);
    if (err)
        return err;
    s->ceiling = ceiling_new(limits);
    if (!s->ceiling)
        return ERR_NOMEM;
    err = journal_open(&s->journal, folder, JOURNAL_SEGMENT, replay_entry, &r, cut, fault);
    if (!err)
        err = replay_flush(&r);
    return err;
}

void sequence_close(struct sequence *s)
{
    journal_close(&s->journal);
    hashes_close(&s->hashes);
    ceiling_free(s->ceiling);
    s->ceiling = NULL;
    buf_release(&s->frame);
    buf_release(&s->text);
}

uint64_t sequence_size(const struct sequence *s)
{
    return s->journal.next;
}

/* --- a batch --- */

void sequence_begin(struct sequence *s, int64_t now_us)
{
    if (s->frame.cap > FRAME_KEPT) {
        buf_release(&s->frame);
        buf_init(&s->frame, SEGMENT_FRAME);
    }
    segment_begin(&s->frame);
    s->count = 0;
    s->objects = 0;
    s->batch_base = s->base;
    s->at_us = now_us > s->last_us ? now_us : s->last_us;
    ceiling_expire(s->ceiling, s->at_us);
}

/* Where a request began, to go back to. */
struct place {
    size_t len;
    uint32_t count;
    size_t objects;
    uint64_t base;
    struct ceiling_mark mark;
};

static struct place here(const struct sequence *s)
{
    return (struct place){s->frame.len, s->count, s->objects, s->batch_base, ceiling_mark(s->ceiling)};
}

static void go_back(struct sequence *s, const struct place *p)
{
    s->frame.len = p->len;
    s->count = p->count;
    s->objects = p->objects;
    s->batch_base = p->base;
    ceiling_undo(s->ceiling, p->mark);
}

static bool is_counted(const struct line *l)
{
    return strcmp(l->action, "record.open") == 0 || strcmp(l->action, "session.attempt") == 0;
}

static bool may_say(const struct line *l, bool writes)
{
    if (l->has_id != writes || strcmp(l->outcome, "ceiling") == 0)
        return false;
    if (!is_counted(l))
        return true;
    /* What is counted must say for whom. */
    return !writes && (strcmp(l->action, "record.open") == 0 ? l->has_actor : l->has_subject);
}

/* s->line as text. */
static enum sequence_answer format(struct sequence *s)
{
    s->line.at_us = s->at_us;
    buf_reset(&s->text);
    int err = line_format(&s->line, &s->text);
    if (err)
        return err == ERR_NOMEM ? SEQUENCE_NO_MEMORY : SEQUENCE_BAD;
    return SEQUENCE_ADDED;
}

/* s->text behind the others. */
static enum sequence_answer push(struct sequence *s)
{
    if (s->text.len + 2 > SEGMENT_HEADER + SEGMENT_PAYLOAD - s->frame.len)
        return SEQUENCE_LATER;
    buf_lv16(&s->frame, s->text.data, s->text.len);
    if (buf_err(&s->frame))
        return SEQUENCE_NO_MEMORY;
    if (s->line.has_id)
        s->batch_base = s->journal.next + s->count + 1;
    s->count++;
    s->objects += s->line.objects;
    return SEQUENCE_ADDED;
}

/* The next entry of a request, as text and judged but not counted. */
static enum sequence_answer take(struct sequence *s, struct rd *r, bool writes)
{
    if (entry_read(r, &s->line, s->object) != ERR_OK || !may_say(&s->line, writes))
        return SEQUENCE_BAD;
    return format(s);
}

/* Adds entries until one goes over a ceiling: *over is then where it begins, and the rest of the request is read only
 * to know that it is lawful. */
static enum sequence_answer add_entries(struct sequence *s, struct rd *r, uint16_t n, bool writes, struct rd *over)
{
    bool stopped = false;
    for (uint16_t i = 0; i < n; i++) {
        struct rd start = *r;
        enum sequence_answer a = take(s, r, writes);
        if (a == SEQUENCE_ADDED && !stopped) {
            stopped = !ceiling_admit(s->ceiling, &s->line, s->journal.next + s->count);
            if (stopped)
                *over = start;
            else
                a = push(s);
        }
        if (a != SEQUENCE_ADDED)
            return a;
    }
    if (rd_end(r) != ERR_OK)
        return SEQUENCE_BAD;
    return stopped ? SEQUENCE_REFUSED : SEQUENCE_ADDED;
}

/* One entry in place of the whole request: the same but for its outcome. */
static enum sequence_answer add_refusal(struct sequence *s, struct rd *over)
{
    enum sequence_answer a = take(s, over, false);
    if (a != SEQUENCE_ADDED)
        return a;
    memcpy(s->line.outcome, "ceiling", sizeof "ceiling");
    a = format(s);
    if (a == SEQUENCE_ADDED)
        a = push(s);
    return a == SEQUENCE_ADDED ? SEQUENCE_REFUSED : a;
}

enum sequence_answer sequence_add(struct sequence *s, bool writes, const void *body, size_t n, uint64_t *first)
{
    struct rd r, over;
    struct place start = here(s);
    rd_init(&r, body, n);
    uint64_t base = writes ? rd_u64(&r) : 0;
    uint16_t count = writes ? rd_u16(&r) : rd_u8(&r);
    /* A base beyond the log was read from another log, or from this one before it lost its end. */
    if (r.bad || count == 0 || count > SEALER_BATCH || base > s->journal.next + s->count)
        return SEQUENCE_BAD;
    if (s->count > BATCH_ENTRIES || s->objects > BATCH_OBJECTS)
        return SEQUENCE_LATER;
    if (writes && base < s->batch_base)
        return SEQUENCE_STALE;
    *first = s->journal.next + s->count;
    enum sequence_answer a = add_entries(s, &r, count, writes, &over);
    if (a != SEQUENCE_ADDED)
        go_back(s, &start);
    if (a == SEQUENCE_REFUSED)
        a = add_refusal(s, &over);
    if (a != SEQUENCE_ADDED && a != SEQUENCE_REFUSED)
        go_back(s, &start);
    return a;
}

/* Leaf hashes of the batch into the file and onto a frontier. */
static int hash_batch(struct sequence *s, struct tree_frontier *f)
{
    struct tree_hash leaf[HASHES_AT_ONCE];
    struct rd r;
    size_t waiting = 0;
    rd_init(&r, s->frame.data + SEGMENT_HEADER, s->frame.len - SEGMENT_HEADER);
    for (uint32_t i = 0; i < s->count; i++) {
        size_t n;
        const unsigned char *p = rd_lv16(&r, &n, LINE_MAX_BYTES);
        if (!p)
            return ERR_INTERNAL;
        tree_leaf(&leaf[waiting++], p, n);
        tree_frontier_add(f, &leaf[waiting - 1]);
        if (waiting < HASHES_AT_ONCE && i + 1 < s->count)
            continue;
        int err = hashes_put(&s->hashes, f->size - waiting, leaf, waiting);
        if (err)
            return err;
        waiting = 0;
    }
    return ERR_OK;
}

int sequence_commit(struct sequence *s)
{
    struct tree_frontier f = s->frontier;
    int err = buf_err(&s->frame);
    if (s->count == 0)
        return ERR_OK;
    if (!err)
        err = hash_batch(s, &f);
    if (!err)
        err = journal_append(&s->journal, &s->frame, s->count);
    if (err) {
        ceiling_undo(s->ceiling, (struct ceiling_mark){0, 0, 0});
    } else {
        ceiling_settle(s->ceiling);
        s->frontier = f;
        s->base = s->batch_base;
        s->last_us = s->at_us;
    }
    s->count = 0;
    return err;
}
