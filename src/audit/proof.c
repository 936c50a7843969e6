/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The text form of one entry's proof (C2SP tlog-proof v1): header, extra data, index, the audit path one hash a line,
 * an empty line, and the signed checkpoint as it is; and of a bundle of them. Whether a proof holds is not asked here.
 */
#include "audit/proof.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "base/num.h"
#include "base/text.h"

#include "base/banned.h"

#define HEADER "c2sp.org/tlog-proof@v1"
#define BUNDLE "jalon/bundle@1"

static void put_base64(struct buf *out, const void *p, size_t n)
{
    size_t length = 4 * ((n + 2) / 3);
    unsigned char *text = buf_grow(out, length + 1);

    if (text == NULL)
        return;
    if (text_base64((char *)text, length + 1, p, n) != ERR_OK)
        out->failed = true;
    out->len--;
    buf_u8(out, '\n');
}

int proof_format(const struct proof *p, const void *extra, size_t extra_n, struct buf *out)
{
    if (p->n > TREE_PROOF_MAX || p->index > INT64_MAX)
        return ERR_LIMIT;
    buf_str(out, HEADER "\n");
    if (extra != NULL) {
        buf_str(out, "extra ");
        put_base64(out, extra, extra_n);
    }
    buf_fmt(out, "index %llu\n", (unsigned long long)p->index);
    for (size_t i = 0; i < p->n; i++)
        put_base64(out, p->hash[i].b, sizeof p->hash[i].b);
    buf_str(out, "\n");
    buf_bytes(out, p->note, p->note_n);
    return buf_err(out);
}

static bool begins(const char *line, size_t n, const char *word)
{
    return n > strlen(word) && memcmp(line, word, strlen(word)) == 0;
}

static bool is_number(const char *line, size_t n, const char *word, int64_t *v)
{
    size_t skip = strlen(word);

    return line != NULL && begins(line, n, word) && num_parse_i64(line + skip, n - skip, 0, INT64_MAX, v) == ERR_OK;
}

/* Opaque here and not authenticated: only its alphabet is looked at. */
static bool is_extra(const char *line, size_t n)
{
    for (size_t i = strlen("extra "); i < n; i++)
        if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=", line[i]) == NULL ||
            line[i] == 0)
            return false;
    return true;
}

int proof_parse(struct proof *p, const char *s, size_t len)
{
    const char *at = s, *end = s + len, *line;
    size_t line_n, got;
    int64_t index;

    p->n = p->note_n = p->extra_n = 0;
    p->note = p->extra = NULL;
    line = text_take_line(&at, end, &line_n);
    if (line == NULL || line_n != strlen(HEADER) || memcmp(line, HEADER, line_n) != 0)
        return ERR_FORMAT;
    line = text_take_line(&at, end, &line_n);
    if (line != NULL && begins(line, line_n, "extra ")) {
        if (!is_extra(line, line_n))
            return ERR_FORMAT;
        p->extra = line + strlen("extra ");
        p->extra_n = line_n - strlen("extra ");
        line = text_take_line(&at, end, &line_n);
    }
    if (!is_number(line, line_n, "index ", &index))
        return ERR_FORMAT;
    p->index = (uint64_t)index;
    while ((line = text_take_line(&at, end, &line_n)) != NULL && line_n > 0) {
        if (p->n == TREE_PROOF_MAX)
            return ERR_LIMIT;
        if (text_unbase64(p->hash[p->n].b, sizeof p->hash[0].b, &got, line, line_n) != ERR_OK ||
            got != sizeof p->hash[0].b)
            return ERR_FORMAT;
        p->n++;
    }
    if (line == NULL || at == end)
        return ERR_FORMAT;
    p->note = at;
    p->note_n = (size_t)(end - at);
    return ERR_OK;
}

void proof_bundle_begin(uint64_t first, uint64_t count, struct buf *out)
{
    buf_fmt(out, BUNDLE "\nfirst %llu\ncount %llu\n\n", (unsigned long long)first, (unsigned long long)count);
}

int proof_bundle_open(struct proof_bundle *b, const char *s, size_t len)
{
    const char *at = s, *end = s + len, *line;
    int64_t first, count;
    size_t n;

    line = text_take_line(&at, end, &n);
    if (line == NULL || n != strlen(BUNDLE) || memcmp(line, BUNDLE, n) != 0)
        return ERR_FORMAT;
    line = text_take_line(&at, end, &n);
    if (!is_number(line, n, "first ", &first))
        return ERR_FORMAT;
    line = text_take_line(&at, end, &n);
    if (!is_number(line, n, "count ", &count) || count < 1 || count > PROOF_BUNDLE || first > INT64_MAX - count)
        return ERR_FORMAT;
    line = text_take_line(&at, end, &n);
    if (line == NULL || n != 0)
        return ERR_FORMAT;
    *b = (struct proof_bundle){(uint64_t)first, (uint64_t)count, at, end};
    return ERR_OK;
}

bool proof_bundle_next(struct proof_bundle *b, const char **s, size_t *n)
{
    const char *line;
    size_t line_n;

    *s = b->p;
    /* Whatever the first line is, it is the beginning of this one. */
    if (text_take_line(&b->p, b->end, &line_n) == NULL)
        b->p = b->end;
    for (const char *at = b->p; (line = text_take_line(&at, b->end, &line_n)) != NULL; b->p = at)
        if (line_n == strlen(HEADER) && memcmp(line, HEADER, line_n) == 0)
            break;
    if (line == NULL)
        b->p = b->end;
    *n = (size_t)(b->p - *s);
    return *n > 0;
}
