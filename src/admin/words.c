/* SPDX-License-Identifier: EUPL-1.2 */
/* Read as strictly as any input, though jalon-vault wrote it: a file that was edited or cut is refused. */
#include <stdint.h>
#include <string.h>

#include "admin/words.h"

#include "base/err.h"
#include "base/num.h"
#include "base/text.h"

#include "base/banned.h"

const char *words_next(struct words *w, size_t *n)
{
    const char *start = w->p;
    const char *space = w->bad ? NULL : memchr(w->p, ' ', (size_t)(w->end - w->p));
    const char *stop = space != NULL ? space : w->end;

    *n = (size_t)(stop - start);
    if (w->bad || *n == 0 || (space != NULL && space + 1 == w->end)) {
        w->bad = true;
        *n = 0;
        return "";
    }
    w->p = space != NULL ? space + 1 : w->end;
    return start;
}

int words_number(struct words *w, int lo, int hi)
{
    int64_t v = lo;
    size_t n;
    const char *s = words_next(w, &n);

    if (num_parse_i64(s, n, lo, hi, &v) != ERR_OK)
        w->bad = true;
    return (int)v;
}

void words_id(struct words *w, struct uuid *out)
{
    size_t n;
    const char *s = words_next(w, &n);

    if (uuid_parse(out, s, n) != ERR_OK)
        w->bad = true;
}

void words_plain(struct words *w, char *out, size_t max)
{
    size_t n;
    const char *s = words_next(w, &n);

    if (n >= max)
        w->bad = true;
    for (size_t i = 0; i < n && !w->bad; i++)
        if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || strchr("._-", s[i]) != NULL))
            w->bad = true;
    if (w->bad)
        n = 0;
    memcpy(out, s, n);
    out[n] = '\0';
}

struct found_bytes words_bytes(struct words *w, unsigned char *out, size_t lo, size_t hi)
{
    size_t n;
    const char *s = words_next(w, &n);

    if (n % 2 != 0 || n / 2 < lo || n / 2 > hi || text_unhex(out, n / 2, s, n) != ERR_OK)
        w->bad = true;
    return (struct found_bytes){out, w->bad ? 0 : n / 2};
}

void words_name(struct words *w, char out[WORDS_NAME + 1])
{
    size_t n = w->bad ? 0 : (size_t)(w->end - w->p);

    if (n == 0 || n > WORDS_NAME || !text_is_line(w->p, n)) {
        w->bad = true;
        n = 0;
    }
    memcpy(out, w->p, n);
    out[n] = '\0';
    w->p = w->end;
}

bool words_whole(const struct words *w)
{
    return !w->bad && w->p == w->end;
}
