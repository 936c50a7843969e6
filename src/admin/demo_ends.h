/* SPDX-License-Identifier: EUPL-1.2 */
/* How a placement of the story ends (step 14): early by its host, and with the attestation. */
#ifndef JALON_ADMIN_DEMO_ENDS_H
#define JALON_ADMIN_DEMO_ENDS_H

#include "admin/demo_scene.h"

/* As its row says; after its hours, whose last one ends it by itself (M-09). May be done again. */
int demo_ends_bring(const struct demo_scene *sc) __attribute__((warn_unused_result));

#endif
