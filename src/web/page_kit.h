/* SPDX-License-Identifier: EUPL-1.2 */
/* The kit of a host (livret du tuteur) in words that need no training. */
#ifndef JALON_WEB_PAGE_KIT_H
#define JALON_WEB_PAGE_KIT_H

#include "app/read_kit.h"
#include "base/buf.h"

/* A whole page. There is no person in it but those of the host. */
void page_kit_put(struct buf *b, const struct read_kit_out *kit);

#endif
