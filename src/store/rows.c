/* SPDX-License-Identifier: EUPL-1.2 */
/* The loop over the rows of a result. */
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/conn.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

/* The first n rows. */
static int read_rows(const struct conn_step *s, rows_fn read, void *out, size_t size, size_t n)
{
    unsigned char *item = out;
    int rc = ERR_OK;

    for (size_t i = 0; i < n && rc == ERR_OK; i++, item += size) {
        struct row r;

        memset(item, 0, size);
        row_init(&r, s->result, (int)i);
        read(&r, item);
        rc = row_end(&r);
    }
    return rc;
}

int rows_read_one(const struct conn_step *s, rows_fn read, void *out, size_t size)
{
    return row_count(s->result) == 0 ? ERR_NOTFOUND : read_rows(s, read, out, size, 1);
}

int rows_read(const struct conn_step *s, rows_fn read, void *out, size_t size, size_t max, size_t *n)
{
    *n = (size_t)row_count(s->result);
    return *n > max ? ERR_LIMIT : read_rows(s, read, out, size, *n);
}

void rows_page(const struct conn_step *s, size_t page, size_t *n, bool *more)
{
    size_t rows = (size_t)row_count(s->result);

    *more = rows > page;
    *n = *more ? page : rows;
}

int rows_read_page(const struct conn_step *s, rows_fn read, void *out, size_t size, size_t page, size_t *n, bool *more)
{
    rows_page(s, page, n, more);
    return read_rows(s, read, out, size, *n);
}

void *rows_read_new(const struct conn_step *s, rows_fn read, size_t size, size_t max, size_t *n, int *rc)
{
    size_t rows = (size_t)row_count(s->result);
    void *list = rows > max ? NULL : calloc(rows + 1, size);

    *n = 0;
    *rc = rows > max ? ERR_LIMIT : list == NULL ? ERR_NOMEM : read_rows(s, read, list, size, rows);
    if (*rc != ERR_OK) {
        free(list);
        return NULL;
    }
    *n = rows;
    return list;
}

int rows_take_beside(const struct conn_step *s, struct buf *b)
{
    struct row r;

    buf_reset(b);
    if (row_count(s->result) == 0)
        return ERR_OK;
    row_init(&r, s->result, 0);
    r.col = PQnfields(s->result) - 1;
    return row_take_last(&r, b);
}
