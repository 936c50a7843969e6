/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The recursion of RFC 6962 asks for one leaf after the other; each answer reads an entry, parses it, hashes it and
 * gives the hash also to the frontier and to the tiles. So the root comes out twice from one reading, and what is
 * held in memory is one bundle, one tile a level and two short stacks.
 */
#include "verify/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/line.h"
#include "audit/tile.h"
#include "audit/tree.h"
#include "base/err.h"
#include "base/text.h"
#include "verify/bundle.h"
#include "verify/hashes.h"

#include "base/banned.h"

struct state {
    struct walk *w;
    struct finding finding;
    struct bundle bundle;
    struct hashes *hashes;
    struct line_object *objects;
    struct tree_frontier frontier;
    bool old_differs;
};

static void compare_old(struct state *s)
{
    const struct checkpoint *old = s->w->old;
    struct tree_hash root;

    if (old == NULL || old->size != s->frontier.size)
        return;
    tree_frontier_root(&s->frontier, &root);
    s->old_differs = memcmp(root.b, old->root.b, sizeof root.b) != 0;
}

static void read_entry(struct state *s, uint64_t index, const unsigned char *p, size_t n)
{
    struct line line;

    if (line_parse(&line, s->objects, p, n) != ERR_OK) {
        finding_set(&s->finding, index, index, false, "entry %llu is not in the canonical form",
                    (unsigned long long)index);
        return;
    }
    if (index == 0)
        s->w->first_us = line.at_us;
    s->w->last_us = line.at_us;
    if (s->w->each != NULL)
        s->w->each(s->w->ctx, index, p, n);
}

static int next_leaf(void *ctx, uint64_t index, struct tree_hash *out)
{
    struct state *s = ctx;
    unsigned i = (unsigned)(index % TILE_WIDTH);
    const unsigned char *p;
    size_t n;
    int rc;

    if (i == 0) {
        uint64_t left = s->w->head->size - index;

        rc = bundle_load(&s->bundle, index / TILE_WIDTH, left < TILE_WIDTH ? (unsigned)left : TILE_WIDTH);
        if (rc != ERR_OK)
            return rc;
    }
    if (i >= s->bundle.n)
        return ERR_INTEGRITY;
    p = bundle_entry(&s->bundle, i, &n);
    read_entry(s, index, p, n);
    tree_leaf(out, p, n);
    tree_frontier_add(&s->frontier, out);
    compare_old(s);
    return hashes_add(s->hashes, out);
}

/* What is wrong, as one sentence. rooted: the entries give the signed root. */
static int conclude(struct state *s, const struct tree_hash *root, bool whole)
{
    const struct checkpoint *head = s->w->head;
    const struct finding *f = &s->finding;
    bool rooted = whole && memcmp(root->b, head->root.b, sizeof root->b) == 0;
    char hex[65];

    /* A difference among the entries of the older head is told by its place, a later one does not explain it. */
    if (f->found && (!s->old_differs || f->index < s->w->old->size)) {
        const char *more = !f->tile ? "" : rooted ? ": the tile was altered, the entries are under the signed root"
                                                  : ": the entries do not give the signed root";

        (void)snprintf(s->w->why, sizeof s->w->why, "%.380s%s", f->text, more);
        return ERR_INTEGRITY;
    }
    if (s->old_differs) {
        (void)snprintf(s->w->why, sizeof s->w->why,
                       "the log was rewritten: its first %llu entries do not give the root that the older head signs",
                       (unsigned long long)s->w->old->size);
        return ERR_INTEGRITY;
    }
    if (!rooted) {
        text_hex(hex, root->b, sizeof root->b);
        (void)snprintf(s->w->why, sizeof s->w->why,
                       "the %llu entries give the root %s, which is not the signed one; no hash tile tells where",
                       (unsigned long long)head->size, hex);
        return ERR_INTEGRITY;
    }
    return ERR_OK;
}

static int run(struct state *s)
{
    struct tree_hash recursive, appended;
    int rc = tree_root_by(next_leaf, s, s->w->head->size, &recursive);
    bool whole = rc == ERR_OK;

    /* What was read before entries ran out is still compared: an earlier difference may lie there. */
    if (rc == ERR_OK || (rc == ERR_INTEGRITY && s->finding.found))
        rc = hashes_end(s->hashes);
    if (rc != ERR_OK) {
        (void)snprintf(s->w->why, sizeof s->w->why, "%s: after entry %llu: %s", s->w->folder,
                       (unsigned long long)s->frontier.size, err_name(rc));
        return rc == ERR_INTEGRITY ? ERR_INTERNAL : rc;
    }
    tree_frontier_root(&s->frontier, &appended);
    if (whole && memcmp(appended.b, recursive.b, sizeof appended.b) != 0) {
        (void)snprintf(s->w->why, sizeof s->w->why, "the two ways to the root disagree: this program is broken");
        return ERR_INTERNAL;
    }
    return conclude(s, &appended, whole);
}

int walk_log(struct walk *w)
{
    struct state s = {.w = w};
    int rc = ERR_NOMEM;

    w->tiles = w->tiles_absent = 0;
    w->first_us = w->last_us = 0;
    w->why[0] = 0;
    if (w->old != NULL && w->old->size > w->head->size) {
        (void)snprintf(w->why, sizeof w->why, "the older head has %llu entries, this one %llu: entries were cut off",
                       (unsigned long long)w->old->size, (unsigned long long)w->head->size);
        return ERR_INTEGRITY;
    }
    bundle_init(&s.bundle, w->folder, &s.finding);
    tree_frontier_init(&s.frontier);
    compare_old(&s);
    s.hashes = hashes_new(w->folder, &s.finding);
    s.objects = calloc(LINE_OBJECTS, sizeof *s.objects);
    if (s.hashes != NULL && s.objects != NULL) {
        rc = run(&s);
        w->tiles = s.hashes->compared;
        w->tiles_absent = s.hashes->absent;
    } else {
        (void)snprintf(w->why, sizeof w->why, "no memory");
    }
    free(s.objects);
    hashes_free(s.hashes);
    bundle_release(&s.bundle);
    return rc;
}
