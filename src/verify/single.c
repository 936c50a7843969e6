/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Checks that one entry is in the log at one index: the proof's own checkpoint must be signed by the key, and the
 * entry's leaf must lead along the audit path to its root. Nothing else of the log is needed.
 */
#include "verify/single.h"

#include <stdio.h>
#include <stdlib.h>

#include "audit/line.h"
#include "audit/proof.h"
#include "audit/tree.h"
#include "base/err.h"

#include "base/banned.h"

static int read_entry(struct single *s, const void *entry, size_t n, char why[HEAD_WHY])
{
    struct line_object *objects = calloc(LINE_OBJECTS, sizeof *objects);
    struct line line;
    int rc;

    if (objects == NULL) {
        (void)snprintf(why, HEAD_WHY, "no memory");
        return ERR_NOMEM;
    }
    rc = line_parse(&line, objects, entry, n);
    free(objects);
    if (rc != ERR_OK) {
        (void)snprintf(why, HEAD_WHY, "the entry is not in the canonical form");
        return ERR_INTEGRITY;
    }
    s->at_us = line.at_us;
    return ERR_OK;
}

int single_check(struct single *s, const struct head_key *k, const char *proof, size_t proof_n, const void *entry,
                 size_t entry_n, char why[HEAD_WHY])
{
    struct tree_hash leaf;
    struct proof p;
    int rc;

    if (proof_parse(&p, proof, proof_n) != ERR_OK) {
        (void)snprintf(why, HEAD_WHY, "not a proof in the form c2sp.org/tlog-proof@v1");
        return ERR_INTEGRITY;
    }
    s->index = p.index;
    rc = head_check(&s->head, k, p.note, p.note_n, "checkpoint of the proof", why);
    if (rc != ERR_OK)
        return rc;
    tree_leaf(&leaf, entry, entry_n);
    rc = tree_check_inclusion(&leaf, s->index, s->head.size, p.hash, p.n, &s->head.root);
    if (rc != ERR_OK) {
        (void)snprintf(why, HEAD_WHY, "the proof does not lead from this entry at index %llu to the signed root",
                       (unsigned long long)s->index);
        return rc;
    }
    return read_entry(s, entry, entry_n, why);
}
