/* SPDX-License-Identifier: EUPL-1.2 */
/* How many people the one in charge of a post, or who stands in, follows at a time (C-11), where she said how many she
 * takes on. */
#ifndef JALON_MATCH_TUTOR_H
#define JALON_MATCH_TUTOR_H

#include "match/match.h"
#include "match/window.h"

/* f->led of f->led_max: people whom they follow on the fullest day from f->first_day to f->last_day, at slots of the
 * post that the person has in common with it; and the warning, where she would be one too many. Only files of this room
 * call it. */
void tutor_look(const struct match_post *p, const struct windows *w, struct match_fit *f);
/* The same of a placement: slots of the post that its times overlap. f is zeroed but for those days. */
void tutor_look_at(const struct match_post *p, const struct slot *times, size_t n, struct match_fit *f);

#endif
