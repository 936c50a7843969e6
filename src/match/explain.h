/* SPDX-License-Identifier: EUPL-1.2 */
/* An outcome as a sentence in French, without a full stop, with no-break spaces: numbers, never a name. */
#ifndef JALON_MATCH_EXPLAIN_H
#define JALON_MATCH_EXPLAIN_H

#include "base/buf.h"
#include "match/outcome.h"

/* Why it fits or which rule fails and by how much. b remembers a failure. */
void explain_fit(struct buf *b, const struct match_fit *f);
/* The rule itself, without a number: above those that it excludes. Nothing for MATCH_FITS. */
void explain_rule(struct buf *b, enum match_rule r);
/* What would have to change; nothing for what fits. */
void explain_change(struct buf *b, enum match_change c);

#endif
