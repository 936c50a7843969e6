/* SPDX-License-Identifier: EUPL-1.2 */
/* A what-if and what came of it, as French sentences like those of match/explain.h. */
#ifndef JALON_MATCH_WHAT_IF_WORDS_H
#define JALON_MATCH_WHAT_IF_WORDS_H

#include "base/buf.h"
#include "match/what_if.h"

/* "accepter aussi le samedi de 8 h à 12 h ; 12 min de trajet de plus"; nothing for none. */
void what_if_words(struct buf *b, const struct what_if *w);
/* "devient possible : sinon, aucun jour en commun", "dernière heure 12 jours plus tôt" */
void what_if_words_effect(struct buf *b, const struct match_fit *was, const struct match_fit *is);

#endif
