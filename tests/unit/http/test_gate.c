/* SPDX-License-Identifier: EUPL-1.2 */
/* The gate, over heads that are split in place as the HTTP library splits them: lines end at CR LF or at a bare LF,
 * names at their colon, folded lines are joined somewhere else. The library itself meets the same attacks in
 * tests/api. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "http/gate.h"
#include "http/limits.h"

struct split {
    char bytes[16384];
    char joined[1024];
    struct gate_field field[LIMITS_HEADERS + 8];
    struct gate_head head;
};

/* The next line, its end replaced by NULs. */
static char *line_of(char **at, char *end)
{
    char *start = *at;

    for (char *p = start; p < end; p++) {
        if (p[0] == '\r' && p + 1 < end && p[1] == '\n') {
            p[0] = p[1] = '\0';
            *at = p + 2;
            return start;
        }
        if (p[0] == '\n') {
            p[0] = '\0';
            *at = p + 1;
            return start;
        }
    }
    return NULL;
}

static void add_field(struct split *s, char *line)
{
    struct gate_field *f = &s->field[s->head.fields++];
    char *colon = strchr(line, ':');

    assert_non_null(colon);
    *colon++ = '\0';
    while (*colon == ' ' || *colon == '\t')
        colon++;
    *f = (struct gate_field){.name = line, .value = colon, .name_n = strlen(line), .value_n = strlen(colon)};
}

static void split_head(struct split *s, const char *raw, size_t n)
{
    char *at = s->bytes;
    char *end = s->bytes + n;
    char *line;
    char *space;

    assert_true(n < sizeof s->bytes);
    memset(s, 0, sizeof *s);
    memcpy(s->bytes, raw, n);
    line = line_of(&at, end);
    assert_non_null(line);
    s->head.method = line;
    space = strchr(line, ' ');
    assert_non_null(space);
    *space = '\0';
    while (*++space == ' ')
        ;
    s->head.target = space;
    space = strrchr(space, ' ');
    assert_non_null(space);
    *space = '\0';
    s->head.target_n = strlen(s->head.target);
    s->head.version = space + 1;
    while ((line = line_of(&at, end)) != NULL && *line != '\0') {
        if (*line == ' ' || *line == '\t') {
            struct gate_field *f = &s->field[s->head.fields - 1];

            (void)snprintf(s->joined, sizeof s->joined, "%s%s", f->name, line + 1);
            f->name = s->joined;
            f->name_n = strlen(s->joined);
        } else {
            add_field(s, line);
        }
    }
    s->head.field = s->field;
    s->head.size = (size_t)(at - s->bytes);
}

#define OK_HEAD "GET /api/v1/me HTTP/1.1\r\nHost: a\r\n"

static void heads_with_one_meaning_pass_and_no_others(void **state)
{
    static const struct {
        const char *raw;
        size_t n;
        enum refusal want;
        const char *why;
    } rows[] = {
#define ROW(text, want, why) {text, sizeof text - 1, want, why}
        ROW(OK_HEAD "\r\n", REFUSAL_NONE, "the least there is"),
        ROW(OK_HEAD "Accept: */*\r\nUser-Agent: x y\r\n\r\n", REFUSAL_NONE, "ordinary headers"),
        ROW("GET / HTTP/1.1\r\nHost:a\r\n\r\n", REFUSAL_NONE, "no blank after the colon"),
        ROW("GET / HTTP/1.1\r\nHost:  \t a\r\n\r\n", REFUSAL_NONE, "several blanks after it"),
        ROW("GET / HTTP/1.1\r\nHost: a \t\r\n\r\n", REFUSAL_NONE, "blanks at the end of a value"),
        ROW("GET / HTTP/1.0\r\n\r\n", REFUSAL_NONE, "1.0 needs no host"),
        ROW("GET / HTTP/1.1\r\n\r\n", REFUSAL_MALFORMED, "1.1 does"),
        ROW("GET / HTTP/1.2\r\nHost: a\r\n\r\n", REFUSAL_MALFORMED, "a version that does not exist"),
        ROW("GET / HTTP/2.0\r\nHost: a\r\n\r\n", REFUSAL_MALFORMED, "a version that has no lines"),
        ROW("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", REFUSAL_MALFORMED, "two blanks in the request line"),
        ROW("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", REFUSAL_MALFORMED, "a blank at its end"),
        ROW("GET / HTTP/1.1\nHost: a\r\n\r\n", REFUSAL_MALFORMED, "the request line ends with a bare LF"),
        ROW("GET / HTTP/1.1\r\nHost: a\n\r\n", REFUSAL_MALFORMED, "a header ends with a bare LF"),
        ROW("GET / HTTP/1.1\r\nHost: a\r\n\n", REFUSAL_MALFORMED, "the head ends with a bare LF"),
        ROW("GET / HTTP/1.1\r\nX:  b\nHost: a\r\n\r\n", REFUSAL_MALFORMED, "a bare LF made up for by a blank"),
        ROW("GET / HTTP/1.1\r\nHost: a\r\nX: b\rC: d\r\n\r\n", REFUSAL_MALFORMED, "a bare CR in a value"),
        ROW("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", REFUSAL_MALFORMED, "a folded line"),
        ROW("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\nY: d\r\n\r\n", REFUSAL_MALFORMED, "a folded line inside"),
        ROW("GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n", REFUSAL_MALFORMED, "a NUL in a value"),
        ROW("GET / HTTP/1.1\r\nHost: a\0\r\n\r\n", REFUSAL_MALFORMED, "a NUL at its end"),
        ROW("GET / HTTP/1.1\r\nHost : a\r\n\r\n", REFUSAL_MALFORMED, "a blank before the colon"),
        ROW("GET / HTTP/1.1\r\nHost\t: a\r\n\r\n", REFUSAL_MALFORMED, "a tab before the colon"),
        ROW("GET / HTTP/1.1\r\nHost: a\r\nX\xc3\xa9: b\r\n\r\n", REFUSAL_MALFORMED, "a name that is no token"),
        ROW("GET / HTTP/1.1\r\nHost: a\r\nX: \xc3\xa9\r\n\r\n", REFUSAL_MALFORMED, "a value that is not ASCII"),
        ROW("GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n", REFUSAL_MALFORMED, "a control character"),
        ROW("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", REFUSAL_MALFORMED, "two hosts"),
        ROW("GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n", REFUSAL_MALFORMED, "two hosts, one in disguise"),
        ROW("GET / HTTP/1.1\r\nHost: \r\n\r\n", REFUSAL_MALFORMED, "an empty host"),
        ROW("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", REFUSAL_MALFORMED, "a host with a path"),
        ROW("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", REFUSAL_MALFORMED, "a host with a user"),
        ROW("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", REFUSAL_NONE, "an address for host"),
        ROW(OK_HEAD "Content-Length: 5\r\n\r\n", REFUSAL_NONE, "a length"),
        ROW(OK_HEAD "Content-Length: 5\r\nContent-Length: 5\r\n\r\n", REFUSAL_MALFORMED, "two lengths alike"),
        ROW(OK_HEAD "Content-Length: 5\r\ncontent-length: 6\r\n\r\n", REFUSAL_MALFORMED, "two lengths"),
        ROW(OK_HEAD "Content-Length: 5, 5\r\n\r\n", REFUSAL_MALFORMED, "a list of lengths"),
        ROW(OK_HEAD "Content-Length: +5\r\n\r\n", REFUSAL_MALFORMED, "a sign"),
        ROW(OK_HEAD "Content-Length: -5\r\n\r\n", REFUSAL_MALFORMED, "less than nothing"),
        ROW(OK_HEAD "Content-Length: 0x5\r\n\r\n", REFUSAL_MALFORMED, "hexadecimal"),
        ROW(OK_HEAD "Content-Length: 5 5\r\n\r\n", REFUSAL_MALFORMED, "a blank inside"),
        ROW(OK_HEAD "Content-Length: \r\n\r\n", REFUSAL_MALFORMED, "an empty length"),
        ROW(OK_HEAD "Content-Length: 18446744073709551621\r\n\r\n", REFUSAL_MALFORMED, "a length that overflows"),
        ROW(OK_HEAD "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", REFUSAL_MALFORMED, "both"),
        ROW(OK_HEAD "Transfer-Encoding: chunked\r\n\r\n", REFUSAL_LENGTH_REQUIRED, "chunked, which we do not take"),
        ROW(OK_HEAD "Transfer-Encoding: identity\r\n\r\n", REFUSAL_LENGTH_REQUIRED, "any coding"),
        ROW(OK_HEAD "Transfer-Encoding: a\r\nTransfer-Encoding: b\r\n\r\n", REFUSAL_MALFORMED, "two codings"),
        ROW(OK_HEAD "Content-Encoding: gzip\r\n\r\n", REFUSAL_MEDIA_TYPE, "a compressed body"),
        ROW(OK_HEAD "Expect: 100-Continue\r\n\r\n", REFUSAL_NONE, "the one expectation"),
        ROW(OK_HEAD "Expect: miracles\r\n\r\n", REFUSAL_MALFORMED, "another one"),
        ROW(OK_HEAD "Authorization: Bearer x\r\nAuthorization: Bearer y\r\n\r\n", REFUSAL_MALFORMED, "two tokens"),
        ROW(OK_HEAD "If-Match: \"1\"\r\nIf-Match: \"2\"\r\n\r\n", REFUSAL_MALFORMED, "two versions"),
        ROW(OK_HEAD "Access-Reason: \r\n\r\n", REFUSAL_MALFORMED, "an empty reason"),
        ROW(OK_HEAD "X:         b\r\n\r\n", REFUSAL_MALFORMED, "more blanks than anybody writes"),
    };
    static struct split s;
    struct gate_facts facts;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum refusal got;

        split_head(&s, rows[i].raw, rows[i].n);
        got = gate_head(&s.head, &facts);
        if (got != rows[i].want)
            fail_msg("%s: %s, not %s", rows[i].why, refusal_code(got), refusal_code(rows[i].want));
    }
}

static void a_byte_changed_between_the_pieces_never_passes(void **state)
{
    static const char raw[] = OK_HEAD "X: b\r\nContent-Length: 3\r\n\r\n";
    static struct split s;
    struct gate_facts facts;

    (void)state;
    /* one byte more or less claimed anywhere */
    for (ptrdiff_t off = -3; off <= 3; off++) {
        split_head(&s, raw, sizeof raw - 1);
        s.head.size += (size_t)off;
        assert_int_equal(gate_head(&s.head, &facts), off == 0 ? REFUSAL_NONE : REFUSAL_MALFORMED);
        split_head(&s, raw, sizeof raw - 1);
        s.head.target_n += (size_t)off;
        assert_int_equal(gate_head(&s.head, &facts), off == 0 ? REFUSAL_NONE : REFUSAL_MALFORMED);
    }
}

static void facts_are_the_values_without_their_blanks(void **state)
{
    static const char raw[] = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length:  12 \r\nAuthorization: Bearer q\r\n"
                              "content-type: application/json\t\r\nIf-Match: \"3\"\r\nAccess-Reason: intake\r\n"
                              "X-Forwarded-For: a\r\nIdempotency-Key: k\r\nx-forwarded-for: b, c \r\n\r\n";
    static struct split s;
    struct gate_facts f;

    (void)state;
    split_head(&s, raw, sizeof raw - 1);
    assert_int_equal(gate_head(&s.head, &f), REFUSAL_NONE);
    assert_true(f.has_length && f.length == 12);
    assert_int_equal(f.authorization.n, 8);
    assert_memory_equal(f.content_type.p, "application/json", 16);
    assert_int_equal(f.content_type.n, 16);
    assert_int_equal(f.if_match.n, 3);
    assert_int_equal(f.access_reason.n, 6);
    assert_int_equal(f.idempotency_key.n, 1);
    assert_int_equal(f.forwarded.n, 4); /* the last of them */
    assert_memory_equal(f.forwarded.p, "b, c", 4);
}

static void too_many_or_too_long_headers_are_refused(void **state)
{
    static struct split s;
    static char raw[16384];
    struct gate_facts f;
    size_t n = 0;

    (void)state;
    n += (size_t)snprintf(raw, sizeof raw, OK_HEAD);
    for (int i = 0; i < LIMITS_HEADERS - 1; i++)
        n += (size_t)snprintf(raw + n, sizeof raw - n, "X-%d: y\r\n", i);
    (void)snprintf(raw + n, sizeof raw - n, "\r\n");
    split_head(&s, raw, n + 2);
    assert_int_equal(gate_head(&s.head, &f), REFUSAL_NONE);
    n += (size_t)snprintf(raw + n, sizeof raw - n, "Y: y\r\n\r\n");
    split_head(&s, raw, n);
    assert_int_equal(gate_head(&s.head, &f), REFUSAL_HEADERS_TOO_LARGE);
    n = (size_t)snprintf(raw, sizeof raw, OK_HEAD "X: %09000d\r\n\r\n", 1);
    split_head(&s, raw, n);
    assert_int_equal(gate_head(&s.head, &f), REFUSAL_HEADERS_TOO_LARGE);
}

static void targets_with_one_spelling_pass_and_no_others(void **state)
{
    static const struct {
        const char *raw;
        enum refusal want;
        const char *why;
    } rows[] = {
        {"/", REFUSAL_NONE, "the root"},
        {"/api/v1/cases?after=a-_b", REFUSAL_NONE, "a query"},
        {"/a?b=%C3%A9", REFUSAL_NONE, "an encoded letter in the query"},
        {"", REFUSAL_MALFORMED, "nothing"},
        {"*", REFUSAL_MALFORMED, "the asterisk"},
        {"http://a/b", REFUSAL_MALFORMED, "the absolute form"},
        {"a:80", REFUSAL_MALFORMED, "the authority form"},
        {"/%61pi", REFUSAL_MALFORMED, "an encoded letter in the path"},
        {"/a%00", REFUSAL_MALFORMED, "an encoded NUL in the path"},
        {"/a?b=%00", REFUSAL_MALFORMED, "an encoded NUL in the query"},
        {"/a?b=%0", REFUSAL_MALFORMED, "half an escape"},
        {"/a?b=%", REFUSAL_MALFORMED, "a third of one"},
        {"/a?b=%zz", REFUSAL_MALFORMED, "an escape that is none"},
        {"/a#b", REFUSAL_MALFORMED, "a fragment"},
        {"/a b", REFUSAL_MALFORMED, "a blank"},
        {"/a\\b", REFUSAL_MALFORMED, "a backslash"},
        {"/a\"b", REFUSAL_MALFORMED, "a quote"},
        {"/\xc3\xa9", REFUSAL_MALFORMED, "a raw letter outside ASCII"},
        {"/a\x7f", REFUSAL_MALFORMED, "a control character"},
    };
    static char longer[LIMITS_TARGET + 2];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (gate_target(rows[i].raw, strlen(rows[i].raw)) != rows[i].want)
            fail_msg("%s", rows[i].why);
    memset(longer, 'a', sizeof longer);
    longer[0] = '/';
    assert_int_equal(gate_target(longer, LIMITS_TARGET), REFUSAL_NONE);
    assert_int_equal(gate_target(longer, LIMITS_TARGET + 1), REFUSAL_TARGET_TOO_LONG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_with_one_meaning_pass_and_no_others),
        cmocka_unit_test(a_byte_changed_between_the_pieces_never_passes),
        cmocka_unit_test(facts_are_the_values_without_their_blanks),
        cmocka_unit_test(too_many_or_too_long_headers_are_refused),
        cmocka_unit_test(targets_with_one_spelling_pass_and_no_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
