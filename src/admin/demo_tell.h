/* SPDX-License-Identifier: EUPL-1.2 */
/* One placement of the story from its first day to its last. */
#ifndef JALON_ADMIN_DEMO_TELL_H
#define JALON_ADMIN_DEMO_TELL_H

#include "admin/demo_scene.h"

/* Row i, as far as it says. May be done again. */
int demo_tell_row(struct demo_sessions *t, const struct demo_offers *o, unsigned i) __attribute__((warn_unused_result));

#endif
