/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The text form of one entry's proof (C2SP tlog-proof v1): header, index, the audit path one hash a line, an empty
 * line, and the signed checkpoint as it is. Whether the proof holds is not asked here.
 */
#include "audit/proof.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "base/num.h"
#include "base/text.h"

#include "base/banned.h"

#define HEADER "c2sp.org/tlog-proof@v1"

int proof_format(uint64_t index, const struct tree_hash *hashes, size_t n, const void *note, size_t note_n,
                 struct buf *out)
{
    if (n > TREE_PROOF_MAX || index > INT64_MAX)
        return ERR_LIMIT;
    buf_fmt(out, HEADER "\nindex %llu\n", (unsigned long long)index);
    for (size_t i = 0; i < n; i++) {
        char text[48];
        int rc = text_base64(text, sizeof text, hashes[i].b, sizeof hashes[i].b);

        if (rc != ERR_OK)
            return rc;
        buf_fmt(out, "%s\n", text);
    }
    buf_str(out, "\n");
    buf_bytes(out, note, note_n);
    return buf_err(out);
}

static const char *take_line(const char **p, const char *end, size_t *n)
{
    const char *line = *p, *lf = line < end ? memchr(line, '\n', (size_t)(end - line)) : NULL;

    if (lf == NULL)
        return NULL;
    *n = (size_t)(lf - line);
    *p = lf + 1;
    return line;
}

static bool begins(const char *line, size_t n, const char *word)
{
    return n > strlen(word) && memcmp(line, word, strlen(word)) == 0;
}

/* Opaque, not authenticated and of no use to us: only its alphabet is looked at. */
static bool is_extra(const char *line, size_t n)
{
    for (size_t i = strlen("extra "); i < n; i++)
        if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=", line[i]) == NULL ||
            line[i] == 0)
            return false;
    return true;
}

int proof_parse(const char *s, size_t len, uint64_t *index, struct tree_hash *hashes, size_t *n, const char **note,
                size_t *note_n)
{
    const char *p = s, *end = s + len, *line;
    size_t line_n, got;
    int64_t at;

    *n = *note_n = 0;
    *note = NULL;
    line = take_line(&p, end, &line_n);
    if (line == NULL || line_n != strlen(HEADER) || memcmp(line, HEADER, line_n) != 0)
        return ERR_FORMAT;
    line = take_line(&p, end, &line_n);
    if (line != NULL && begins(line, line_n, "extra ")) {
        if (!is_extra(line, line_n))
            return ERR_FORMAT;
        line = take_line(&p, end, &line_n);
    }
    if (line == NULL || !begins(line, line_n, "index ") ||
        num_parse_i64(line + 6, line_n - 6, 0, INT64_MAX, &at) != ERR_OK)
        return ERR_FORMAT;
    *index = (uint64_t)at;
    while ((line = take_line(&p, end, &line_n)) != NULL && line_n > 0) {
        if (*n == TREE_PROOF_MAX)
            return ERR_LIMIT;
        if (text_unbase64(hashes[*n].b, sizeof hashes[*n].b, &got, line, line_n) != ERR_OK ||
            got != sizeof hashes[*n].b)
            return ERR_FORMAT;
        ++*n;
    }
    if (line == NULL || p == end)
        return ERR_FORMAT;
    *note = p;
    *note_n = (size_t)(end - p);
    return ERR_OK;
}
