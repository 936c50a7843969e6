/* SPDX-License-Identifier: EUPL-1.2 */
/* The files of a backup and the lines of its manifest. Who makes one and who checks one list and hash by the same two
 * functions, so that what was written is what is asked for. */
#ifndef JALON_ADMIN_ARCHIVE_LISTING_H
#define JALON_ADMIN_ARCHIVE_LISTING_H

#include "admin/archive.h"
#include "base/buf.h"

#define ARCHIVE_MANIFEST "MANIFEST"
#define ARCHIVE_MANIFEST_BYTES (1u << 20)
#define ARCHIVE_HASH 32 /* bytes of BLAKE2b */

struct archive_listing {
    size_t n;
    char name[ARCHIVE_FILES][ARCHIVE_NAME];
};

/* All names but the manifest's, sorted. ERR_IO; ERR_FORMAT: one that no backup has, in why. */
int archive_listing_read(int folder, struct archive_listing *l, char why[ARCHIVE_WHY])
    __attribute__((warn_unused_result));
/* Adds "file BYTES HEX NAME" of one file. ERR_IO; ERR_FORMAT: not a plain file. */
int archive_listing_describe(int folder, const char *name, struct buf *out) __attribute__((warn_unused_result));
/* Adds "end HEX", of all that is in out. */
void archive_listing_end(struct buf *out);

#endif
