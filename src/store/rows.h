/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads the rows of a step into items, by one loop for every list there is. What a row holds is said by a function that
 * reads its columns; it finds the item all zero, and what it could not read is in its reader. No partial list is ever
 * success. */
#ifndef JALON_STORE_ROWS_H
#define JALON_STORE_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct conn_step;
struct row;

/* Reads all columns of a row into an item. */
typedef void (*rows_fn)(struct row *r, void *item);

/* The first row. ERR_NOTFOUND: there is none; ERR_FORMAT: it is bad. */
int rows_read_one(const struct conn_step *s, rows_fn read, void *out, size_t size) __attribute__((warn_unused_result));
/* All rows, each into the next of the items of size bytes that begin at out. ERR_LIMIT: more than max, and none was
 * read; ERR_FORMAT: one is bad. */
int rows_read(const struct conn_step *s, rows_fn read, void *out, size_t size, size_t max, size_t *n)
    __attribute__((warn_unused_result));
/* Of a statement with LIMIT page + 1: at most page rows, *more when there are others behind. ERR_FORMAT. */
void rows_page(const struct conn_step *s, size_t page, size_t *n, bool *more); /* how many, without reading them */
int rows_read_page(const struct conn_step *s, rows_fn read, void *out, size_t size, size_t page, size_t *n, bool *more)
    __attribute__((warn_unused_result));
#define ROWS_ANY SIZE_MAX /* no maximum: the statement has one of its own */
/* All rows into new memory, the caller's to free, never NULL when *rc is ERR_OK. Else NULL and *n 0: ERR_LIMIT: more
 * than max; ERR_NOMEM; ERR_FORMAT. */
void *rows_read_new(const struct conn_step *s, rows_fn read, size_t size, size_t max, size_t *n, int *rc)
    __attribute__((warn_unused_result));
/* What the first row of a list carries for all of them in its last column, bytea: copied into b, which is reset first
 * and stays empty where there is no row. ERR_FORMAT; ERR_NOMEM and ERR_LIMIT of b. */
int rows_take_beside(const struct conn_step *s, struct buf *b) __attribute__((warn_unused_result));

#endif
