/* SPDX-License-Identifier: EUPL-1.2 */
/* Placements from their first day to their last. */
#ifndef JALON_ADMIN_DEMO_TELL_H
#define JALON_ADMIN_DEMO_TELL_H

#include "admin/demo_scene.h"

/* A director lets a counsellor sign for her, before anything is told. May be done again, as may the next. */
int demo_tell_delegation(struct demo_sessions *t, const struct demo_offers *o) __attribute__((warn_unused_result));
/* All placements of a person, as far as the plan says, then what the judge is told. */
int demo_tell_person(struct demo_sessions *t, const struct demo_offers *o, unsigned person)
    __attribute__((warn_unused_result));

#endif
