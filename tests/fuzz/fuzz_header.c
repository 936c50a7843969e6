/* SPDX-License-Identifier: EUPL-1.2 */
/* Heads: the bytes are split as the HTTP library splits them, in place and as leniently, then shown to the gate.
 * What the gate lets through must also satisfy a strict reader of the untouched bytes, written here line by line. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http/gate.h"
#include "http/limits.h"

#include "base/banned.h"

#define HEAD_MAX 16384

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct split {
    struct gate_head head;
    struct gate_field field[LIMITS_HEADERS + 1];
    char joined[HEAD_MAX];
};

/* The next line as the library sees it; its end becomes NULs. */
static char *line_of(char **at, char *end)
{
    char *start = *at;

    for (char *p = start; p < end; p++) {
        size_t eol = *p == '\r' && p + 1 < end && p[1] == '\n' ? 2 : *p == '\n' ? 1 : 0;

        if (eol == 0)
            continue;
        memset(p, 0, eol);
        *at = p + eol;
        return start;
    }
    return NULL;
}

static int split_request_line(struct split *s, char *line)
{
    char *space = strchr(line, ' ');
    char *last;

    if (space == NULL)
        return 0;
    *space++ = '\0';
    while (*space == ' ')
        space++;
    last = strrchr(space, ' ');
    if (last == NULL)
        return 0;
    *last = '\0';
    s->head.method = line;
    s->head.target = space;
    s->head.target_n = strlen(space);
    s->head.version = last + 1;
    return 1;
}

static int split_head(struct split *s, char *bytes, size_t n)
{
    char *at = bytes;
    char *end = bytes + n;
    char *line = line_of(&at, end);

    memset(&s->head, 0, sizeof s->head);
    if (line == NULL || !split_request_line(s, line))
        return 0;
    while ((line = line_of(&at, end)) != NULL && *line != '\0') {
        struct gate_field *f = &s->field[s->head.fields];
        char *colon = strchr(line, ':');

        if ((*line == ' ' || *line == '\t') && s->head.fields > 0) {
            f--;
            (void)snprintf(s->joined, sizeof s->joined, "%s%s", f->name, line);
            f->name = s->joined;
            f->name_n = strlen(s->joined);
            continue;
        }
        if (colon == NULL || s->head.fields > LIMITS_HEADERS - 1)
            return 0;
        *colon++ = '\0';
        while (*colon == ' ' || *colon == '\t')
            colon++;
        *f = (struct gate_field){.name = line, .value = colon, .name_n = strlen(line), .value_n = strlen(colon)};
        s->head.fields++;
    }
    s->head.field = s->field;
    s->head.size = (size_t)(at - bytes);
    return line != NULL;
}

/* The strict reader: every line ends with CR LF and holds no other CR, LF or NUL; none begins with a blank; a header
 * is a name without blanks, a colon and something. Counts what must be there once. Heads with a NUL next to a line's
 * end are left out: src/http/gate.c says what cannot be told apart. */
static void insist(const char *raw, size_t n)
{
    size_t hosts = 0;
    size_t lengths = 0;
    size_t codings = 0;
    size_t lines = 0;

    for (size_t i = 0; i + 1 < n; i++)
        if (raw[i] == '\0' && (raw[i + 1] == '\r' || raw[i + 1] == '\n'))
            return;
    while (n > 0) {
        const char *lf = memchr(raw, '\n', n);
        size_t len = lf == NULL ? 0 : (size_t)(lf - raw);

        if (lf == NULL || len == 0 || raw[len - 1] != '\r')
            abort();
        len--;
        if (memchr(raw, '\r', len) != NULL || memchr(raw, '\0', len) != NULL)
            abort();
        if (lines > 0 && len > 0) {
            const char *colon = memchr(raw, ':', len);

            if (colon == NULL || colon == raw || colon[-1] == ' ' || colon[-1] == '\t' || *raw == ' ' || *raw == '\t')
                abort();
            hosts += (size_t)(colon - raw) == 4 && strncasecmp(raw, "host", 4) == 0;
            lengths += (size_t)(colon - raw) == 14 && strncasecmp(raw, "content-length", 14) == 0;
            codings += (size_t)(colon - raw) == 17 && strncasecmp(raw, "transfer-encoding", 17) == 0;
        }
        lines++;
        raw += len + 2;
        n -= len + 2;
        if (len == 0 && n != 0)
            abort();
    }
    if (hosts > 1 || lengths > 1 || codings != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct split s;
    static char bytes[HEAD_MAX + 1];
    struct gate_facts facts;

    if (n > HEAD_MAX)
        return 0;
    memcpy(bytes, p, n);
    bytes[n] = '\0';
    if (!split_head(&s, bytes, n))
        return 0;
    if (gate_target(s.head.target, s.head.target_n) == REFUSAL_NONE && gate_head(&s.head, &facts) == REFUSAL_NONE)
        insist((const char *)p, s.head.size);
    return 0;
}
