/* SPDX-License-Identifier: EUPL-1.2 */
/* A backup as a folder of plain files and its MANIFEST:
 *
 *   jalon-backup 1
 *   made TIME
 *   entries N                                of the log, durable when the backup was made
 *   file BYTES BLAKE2B-256-HEX NAME          one line a file, sorted by name
 *   end BLAKE2B-256-HEX                      of every byte before this line
 *
 * A folder is whole when it holds the manifest and the files named there, byte for byte, and nothing else. That tells
 * damage and mistakes, not a forger: who can write here can write a manifest. `b2sum -l 256` makes the same hashes. */
#ifndef JALON_ADMIN_ARCHIVE_H
#define JALON_ADMIN_ARCHIVE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARCHIVE_WHY 512
#define ARCHIVE_NAME 64
#define ARCHIVE_FILES 4096

struct archive {
    char path[PATH_MAX]; /* while it is made: beside the folder that it becomes */
    int fd;              /* the folder; -1: none */
};

/* Makes the temporary folder for out (which must not be there: ERR_CONFLICT), mode 0700. */
int archive_make(struct archive *a, const char *out) __attribute__((warn_unused_result));
/* Copies a file, at most max bytes of it (exactly max when exact: else ERR_IO), flushed, mode 0600. ERR_NOTFOUND;
 * ERR_FORMAT: it is a link or no file. */
int archive_copy(const struct archive *a, const char *from, const char *name, uint64_t max, bool exact)
    __attribute__((warn_unused_result));
int archive_write(const struct archive *a, const char *name, const void *p, size_t n)
    __attribute__((warn_unused_result));
/* Hashes what is there, writes the manifest, renames to out, all flushed. ERR_CONFLICT: out appeared meanwhile. */
int archive_finish(struct archive *a, const char *out, uint64_t entries) __attribute__((warn_unused_result));
/* Removes a temporary folder with what is in it; after archive_finish only closes. */
void archive_release(struct archive *a);

/* Opens a backup and compares it with its manifest. ERR_FORMAT and a sentence when it is not whole. */
int archive_check(struct archive *a, const char *from, uint64_t *entries, char why[ARCHIVE_WHY])
    __attribute__((warn_unused_result));

#endif
