/* SPDX-License-Identifier: EUPL-1.2 */
/* communes: a table as sql/reference makes it. The shape is checked here, line by line, so that a wrong file is
 * named by its line; values and types are PostgreSQL's to check, and then nothing is loaded. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "admin/verbs.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "store/commune.h"

#include "base/banned.h"

#define TABLE_BYTES (16u << 20) /* all France takes 3 MB */

static bool has_fields(const char *line, size_t n)
{
    size_t separators = 0;

    for (size_t i = 0; i < n; i++)
        separators += line[i] == ';';
    return separators + 1 == COMMUNE_FIELDS && text_is_line(line, n);
}

/* Length of the header with its LF, 0 when the table is not one; *lines counts the rest. */
static size_t check_table(const char *file, const char *text, size_t n, int64_t *lines)
{
    const size_t header = sizeof COMMUNE_HEADER;

    if (n < header || memcmp(text, COMMUNE_HEADER "\n", header) != 0) {
        log_error("communes: %s:1: not the header of a table of communes", file);
        return 0;
    }
    *lines = 0;
    for (size_t at = header; at < n;) {
        const char *eol = memchr(text + at, '\n', n - at);

        (*lines)++;
        if (eol == NULL || !has_fields(text + at, (size_t)(eol - text) - at)) {
            log_error("communes: %s:%" PRId64 ": not %d fields of text", file, *lines + 1, COMMUNE_FIELDS);
            return 0;
        }
        at = (size_t)(eol - text) + 1;
    }
    return header;
}

int verbs_communes(const struct conf *c, const char *file, const char *since)
{
    struct buf text SCOPED_BUF;
    int64_t lines, loaded = 0;

    buf_init(&text, TABLE_BYTES);
    int rc = file_load(file, &text);
    if (rc != ERR_OK) {
        log_error("communes: %s: %s", file, err_name(rc));
        return EX_NOINPUT;
    }
    size_t header = check_table(file, (const char *)text.data, text.len, &lines);
    if (header == 0)
        return EX_DATAERR;
    struct conn *db = verbs_connect(c, "database");
    rc = commune_load(db, (const char *)text.data + header, text.len - header, since, &loaded);
    if (rc != ERR_OK)
        log_error("communes: nothing was loaded: %s", rc == ERR_DENIED ? conn_message(db) : err_name(rc));
    conn_free(db);
    if (rc != ERR_OK)
        return rc == ERR_DENIED ? EX_DATAERR : EX_UNAVAILABLE;
    printf("communes: %" PRId64 " of the millésime that begins %s\n", loaded, since);
    return EX_OK;
}
