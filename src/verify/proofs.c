/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Judges a bundle. Where an entry has its place is known from the head of the bundle and from nothing else, so one that
 * is left out, doubled or elsewhere is missed where it should be. All stand under one checkpoint, the first one's: the
 * others must be the same bytes, so the signature is verified once. What a bundle cannot show is what lies before its
 * first and after its last entry: the reader is told which they are.
 */
#include "verify/proofs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/line.h"
#include "audit/proof.h"
#include "audit/tree.h"
#include "base/err.h"
#include "base/text.h"

#include "base/banned.h"

struct judge {
    struct proofs *p;
    const struct head_key *key;
    struct proof proof;
    const char *note; /* the first one's */
    size_t note_n;
    unsigned char entry[LINE_MAX_BYTES];
    struct line_object object[LINE_OBJECTS];
};

__attribute__((format(printf, 3, 4))) static int wrong(struct judge *j, uint64_t index, const char *fmt, ...)
{
    char text[HEAD_WHY - 64];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    (void)snprintf(j->p->why, HEAD_WHY, "entry %llu: %s", (unsigned long long)index, text);
    return ERR_INTEGRITY;
}

/* The head that this proof stands under. */
static int check_head(struct judge *j, uint64_t index)
{
    const struct proof *p = &j->proof;

    if (index == j->p->first) {
        j->note = p->note;
        j->note_n = p->note_n;
        return head_check(&j->p->head, j->key, p->note, p->note_n, "checkpoint of the bundle", j->p->why);
    }
    if (p->note_n != j->note_n || memcmp(p->note, j->note, p->note_n) != 0)
        return wrong(j, index, "its proof has another checkpoint than the first one");
    return ERR_OK;
}

static int check_entry(struct judge *j, uint64_t index, const char *text, size_t text_n)
{
    const struct proof *p = &j->proof;
    struct tree_hash leaf;
    struct line line;
    size_t n;
    int rc;

    if (proof_parse(&j->proof, text, text_n) != ERR_OK)
        return wrong(j, index, "no proof in the form c2sp.org/tlog-proof@v1");
    if (p->index != index)
        return wrong(j, index, "is not in its place, where entry %llu is", (unsigned long long)p->index);
    if (p->extra == NULL || text_unbase64(j->entry, sizeof j->entry, &n, p->extra, p->extra_n) != ERR_OK)
        return wrong(j, index, "is not beside its proof");
    rc = check_head(j, index);
    if (rc != ERR_OK)
        return rc;
    tree_leaf(&leaf, j->entry, n);
    if (tree_check_inclusion(&leaf, index, j->p->head.size, p->hash, p->n, &j->p->head.root) != ERR_OK)
        return wrong(j, index, "was altered, or has another one's proof: it does not lead to the signed root");
    if (line_parse(&line, j->object, j->entry, n) != ERR_OK)
        return wrong(j, index, "is not in the canonical form");
    if (index == j->p->first)
        j->p->first_us = line.at_us;
    j->p->last_us = line.at_us;
    if (j->p->each != NULL)
        j->p->each(j->p->ctx, index, j->entry, n);
    return ERR_OK;
}

static int check_all(struct judge *j, struct proof_bundle *b)
{
    const char *text;
    size_t n;

    for (uint64_t i = 0; i < b->count; i++) {
        uint64_t index = b->first + i;
        int rc;

        if (!proof_bundle_next(b, &text, &n))
            return wrong(j, index, "is missing: the bundle ends before it");
        rc = check_entry(j, index, text, n);
        if (rc != ERR_OK)
            return rc;
    }
    if (proof_bundle_next(b, &text, &n))
        return wrong(j, b->first + b->count - 1, "should be the last one, and something is behind it");
    return ERR_OK;
}

int proofs_check(struct proofs *p, const struct head_key *k, const char *bundle, size_t n)
{
    struct proof_bundle b;
    struct judge *j;
    int rc;

    if (proof_bundle_open(&b, bundle, n) != ERR_OK) {
        (void)snprintf(p->why, sizeof p->why, "not a bundle in the form jalon/bundle@1");
        return ERR_INTEGRITY;
    }
    j = calloc(1, sizeof *j);
    if (j == NULL) {
        (void)snprintf(p->why, sizeof p->why, "no memory");
        return ERR_NOMEM;
    }
    p->first = b.first;
    p->count = b.count;
    j->p = p;
    j->key = k;
    rc = check_all(j, &b);
    free(j);
    return rc;
}
