/* SPDX-License-Identifier: EUPL-1.2 */
/* A placement of the story from its proposal to its decision (life of a placement, steps 5 to 9). */
#ifndef JALON_ADMIN_DEMO_PLACEMENTS_H
#define JALON_ADMIN_DEMO_PLACEMENTS_H

#include "admin/demo_scene.h"

/* A director lets one of her counsellors sign for her. */
int demo_placements_delegate(const struct demo_scene *sc) __attribute__((warn_unused_result));
/* As far as the row says; sc->placement is there then. What is done already is left as it is. decided: it
 * was, so there is work. */
int demo_placements_bring(struct demo_scene *sc, bool *decided) __attribute__((warn_unused_result));

#endif
