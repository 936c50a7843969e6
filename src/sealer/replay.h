/* SPDX-License-Identifier: EUPL-1.2 */
/* The journal read from its beginning, at the start. For sequence.c. */
#ifndef JALON_SEALER_REPLAY_H
#define JALON_SEALER_REPLAY_H

#include "sealer/sequence.h"

/* Opens the journal of s, whose hashes and ceiling are open, and brings frontier, ceiling, base and last time to its
 * end; leaf hashes that the file lacks or has otherwise are written. The rest is as of sequence_open. */
int replay_journal(struct sequence *s, int folder, int64_t now_us, sequence_leaf_fn leaf, void *ctx, uint64_t *cut,
                   struct journal_fault *fault) __attribute__((warn_unused_result));

#endif
