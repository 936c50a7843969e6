/* SPDX-License-Identifier: EUPL-1.2 */
/* libmicrohttpd 0.9.75 ends a line at a bare LF, joins folded lines, cuts values at a NUL, keeps a space before the
 * colon, lets Content-Length stand beside Transfer-Encoding and takes two of either or of Host. Each of these lets
 * two programs in a row see two different requests. After the library has split the head we only have its pieces,
 * but they lie in the buffer where they were read, so the gate lays them out again: method, one space, target, one
 * space, version, CR LF, and for each header name, colon, at most a few blanks, value, CR LF, up to the very last
 * byte of the head. A line that ended otherwise, a value that was joined or cut, leaves a byte too few or too many,
 * and the layout does not close. If another version of the library splits differently everything is refused, which
 * the first test notices: the check fails shut. What it cannot see: the library overwrites CR LF with two NULs, so a
 * NUL that was sent next to a line's end can pass for a part of it (NUL LF for CR LF). All readers agree on where
 * such a line ends; the NUL is dropped from the value. */
#include <string.h>
#include <strings.h>

#include "http/gate.h"
#include "http/limits.h"

#include "base/banned.h"

#define BLANKS_MAX 8 /* optional blanks between colon and value */

static bool is_token(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool all_token(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_token((unsigned char)p[i]))
            return false;
    return n != 0;
}

/* Printable ASCII, blank and tab: what headers of this service have to say fits in it. */
static bool all_plain(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((p[i] < 0x20 || p[i] > 0x7e) && p[i] != '\t')
            return false;
    return true;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_target_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~/?=&%,:@!$'()*+;", c) != NULL);
}

enum refusal gate_target(const char *raw, size_t n)
{
    bool query = false;

    if (n > LIMITS_TARGET)
        return REFUSAL_TARGET_TOO_LONG;
    if (n == 0 || raw[0] != '/')
        return REFUSAL_MALFORMED;
    for (size_t i = 0; i < n; i++) {
        if (!is_target_char(raw[i]))
            return REFUSAL_MALFORMED;
        if (raw[i] == '?')
            query = true;
        if (raw[i] != '%')
            continue;
        /* no path of ours needs an encoded character, so an encoded one is a disguise */
        if (!query || n - i < 3 || !is_hex(raw[i + 1]) || !is_hex(raw[i + 2]))
            return REFUSAL_MALFORMED;
        if (raw[i + 1] == '0' && raw[i + 2] == '0')
            return REFUSAL_MALFORMED;
    }
    return REFUSAL_NONE;
}

/* The two NULs that the library leaves where CR LF stood. */
static bool line_ends(const char *p)
{
    return p[0] == '\0' && p[1] == '\0';
}

/* A NUL where the colon stood, then blanks up to the value. */
static bool colon_and_blanks(const char *p, const char *value)
{
    if (*p++ != '\0')
        return false;
    while (p < value && (*p == ' ' || *p == '\t'))
        p++;
    return p == value;
}

/* Do the pieces tile the head to its last byte? Where each piece lies is compared before a byte behind the one
 * before it is read, so that nothing outside of the head is. */
static bool layout_closes(const struct gate_head *h)
{
    const char *at = h->method + strlen(h->method) + 1;

    if (h->target != at)
        return false;
    at += h->target_n;
    if (h->version != at + 1 || *at != '\0')
        return false;
    at = h->version + strlen(h->version);
    for (size_t i = 0; i < h->fields; i++) {
        const struct gate_field *f = &h->field[i];
        uintptr_t gap = (uintptr_t)f->value - (uintptr_t)f->name - f->name_n;

        if (f->name != at + 2 || !line_ends(at))
            return false;
        if (gap < 1 || gap > 1 + BLANKS_MAX || !colon_and_blanks(f->name + f->name_n, f->value))
            return false;
        at = f->value + f->value_n;
    }
    return at + 4 == h->method + h->size && line_ends(at) && line_ends(at + 2);
}

static bool named(const struct gate_field *f, const char *name)
{
    return strlen(name) == f->name_n && strncasecmp(f->name, name, f->name_n) == 0;
}

static struct gate_value trimmed(const struct gate_field *f)
{
    struct gate_value v = {f->value, f->value_n};

    while (v.n > 0 && (v.p[v.n - 1] == ' ' || v.p[v.n - 1] == '\t'))
        v.n--;
    return v;
}

/* The one header of that name, without trailing blanks. false when it is there twice. */
static bool single(const struct gate_head *h, const char *name, struct gate_value *out, bool *present)
{
    *out = (struct gate_value){NULL, 0};
    *present = false;
    for (size_t i = 0; i < h->fields; i++) {
        const struct gate_field *f = &h->field[i];

        if (!named(f, name))
            continue;
        if (*present)
            return false;
        *present = true;
        *out = trimmed(f);
    }
    return true;
}

/* The last header of that name: each program on the way may add one. */
static struct gate_value last(const struct gate_head *h, const char *name)
{
    struct gate_value v = {NULL, 0};

    for (size_t i = 0; i < h->fields; i++)
        if (named(&h->field[i], name))
            v = trimmed(&h->field[i]);
    return v;
}

/* Decimal digits only: no sign, no list, no blanks. */
static bool read_length(const struct gate_value *v, uint64_t *out)
{
    *out = 0;
    if (v->n == 0 || v->n > 12)
        return false;
    for (size_t i = 0; i < v->n; i++) {
        if (v->p[i] < '0' || v->p[i] > '9')
            return false;
        *out = *out * 10 + (uint64_t)(v->p[i] - '0');
    }
    return true;
}

static bool host_is_fine(const struct gate_value *v)
{
    if (v->n == 0 || v->n > 255)
        return false;
    for (size_t i = 0; i < v->n; i++)
        if (!((v->p[i] >= 'a' && v->p[i] <= 'z') || (v->p[i] >= 'A' && v->p[i] <= 'Z') ||
              (v->p[i] >= '0' && v->p[i] <= '9') || strchr(".-_:[]", v->p[i]) != NULL))
            return false;
    return true;
}

/* How long the body is, and whether everybody would say so. */
static enum refusal framing(const struct gate_head *h, struct gate_facts *facts)
{
    struct gate_value length;
    struct gate_value coding;
    struct gate_value value;
    bool coded;
    bool there;

    if (!single(h, "Content-Length", &length, &facts->has_length) || !single(h, "Transfer-Encoding", &coding, &coded))
        return REFUSAL_MALFORMED;
    if (coded)
        return facts->has_length ? REFUSAL_MALFORMED : REFUSAL_LENGTH_REQUIRED;
    if (facts->has_length && !read_length(&length, &facts->length))
        return REFUSAL_MALFORMED;
    if (!single(h, "Expect", &value, &there))
        return REFUSAL_MALFORMED;
    if (there && (value.n != 12 || strncasecmp(value.p, "100-continue", 12) != 0))
        return REFUSAL_MALFORMED;
    if (!single(h, "Content-Encoding", &value, &there))
        return REFUSAL_MALFORMED;
    return there ? REFUSAL_MEDIA_TYPE : REFUSAL_NONE;
}

static enum refusal gather(const struct gate_head *h, struct gate_facts *facts)
{
    const struct {
        const char *name;
        struct gate_value *out;
    } wanted[] = {
        {"Authorization", &facts->authorization},     {"Content-Type", &facts->content_type},
        {"Idempotency-Key", &facts->idempotency_key}, {"If-Match", &facts->if_match},
        {"Access-Reason", &facts->access_reason},
    };
    struct gate_value host;
    bool there;

    if (!single(h, "Host", &host, &there) || (there && !host_is_fine(&host)))
        return REFUSAL_MALFORMED;
    if (!there && strcmp(h->version, "HTTP/1.1") == 0)
        return REFUSAL_MALFORMED;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (!single(h, wanted[i].name, wanted[i].out, &there) || (there && wanted[i].out->n == 0))
            return REFUSAL_MALFORMED;
    facts->forwarded = last(h, "X-Forwarded-For");
    return REFUSAL_NONE;
}

enum refusal gate_head(const struct gate_head *h, struct gate_facts *facts)
{
    enum refusal r;

    memset(facts, 0, sizeof *facts);
    if (h->fields > LIMITS_HEADERS || h->size > LIMITS_HEADER_BYTES)
        return REFUSAL_HEADERS_TOO_LARGE;
    if (!all_token(h->method, strlen(h->method)) || !layout_closes(h))
        return REFUSAL_MALFORMED;
    if (strcmp(h->version, "HTTP/1.1") != 0 && strcmp(h->version, "HTTP/1.0") != 0)
        return REFUSAL_MALFORMED;
    for (size_t i = 0; i < h->fields; i++)
        if (!all_token(h->field[i].name, h->field[i].name_n) || !all_plain(h->field[i].value, h->field[i].value_n))
            return REFUSAL_MALFORMED;
    r = framing(h, facts);
    return r != REFUSAL_NONE ? r : gather(h, facts);
}
