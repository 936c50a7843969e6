/* SPDX-License-Identifier: EUPL-1.2 */
/* Whole files, that are there or not. */
#ifndef JALON_BASE_FILE_H
#define JALON_BASE_FILE_H

#include <stddef.h>
#include <sys/types.h>

struct buf;

/* The whole file, at most the cap of out. ERR_NOTFOUND, ERR_LIMIT, ERR_IO. */
int file_load(const char *path, struct buf *out) __attribute__((warn_unused_result));
/* Replaces path atomically: temporary beside it, written, flushed, renamed, folder flushed. */
int file_save(const char *path, const void *p, size_t n, mode_t mode) __attribute__((warn_unused_result));

#endif
