/* SPDX-License-Identifier: EUPL-1.2 */
/* A warning as a sentence in French, as those of match/explain.h: what a person looks at and what excludes nothing. */
#ifndef JALON_MATCH_EXPLAIN_WARNING_H
#define JALON_MATCH_EXPLAIN_WARNING_H

#include "base/buf.h"
#include "match/outcome.h"

/* One bit of the warnings of a fit; nothing for any other number. b remembers a failure. */
void explain_warning(struct buf *b, const struct match_fit *f, enum match_warning w);

#endif
