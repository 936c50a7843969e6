/* SPDX-License-Identifier: EUPL-1.2 */
/* How many people the one in charge of a post follows at a time (C-11). Only files of this room call it. */
#ifndef JALON_MATCH_TUTOR_H
#define JALON_MATCH_TUTOR_H

#include "match/match.h"
#include "match/window.h"

/* The most people whom they follow on one day of a span, at slots of the post that the person has in common with it. */
int32_t tutor_load(const struct match_post *p, const struct windows *w, int32_t first, int32_t last);

#endif
