/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Writes and reads the canonical bytes of one entry of the access log. The sealer writes what it hashes, the worker
 * and the verifier read. Nothing is tolerated on reading: parse and format are inverse to each other, byte for byte,
 * and the fuzzer says so.
 */
#include "audit/line.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "base/text.h"

#include "base/banned.h"

#define FIRST_LINE "jalon/1"

static bool is_word(const char *s)
{
    size_t n = strnlen(s, LINE_WORD);

    if (n == 0 || n == LINE_WORD)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || s[i] == '_' || s[i] == '.'))
            return false;
    return true;
}

static bool is_action(const char *s)
{
    return is_word(s) && s[0] != '.' && s[strlen(s) - 1] != '.' && strstr(s, "..") == NULL;
}

static bool is_compartment(const char *s)
{
    static const char *const known[] = {"IDENT", "JUSTICE", "MATCH", "PLACEMENT"};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strncmp(s, known[i], LINE_WORD) == 0)
            return true;
    return false;
}

static bool is_claimed(const char *s, size_t max)
{
    size_t n = strnlen(s, max);

    if (n == 0 || n == max || (n == 1 && s[0] == '-'))
        return false;
    for (size_t i = 0; i < n; i++)
        if (s[i] <= ' ' || s[i] > '~')
            return false;
    return true;
}

static bool is_time(int64_t us)
{
    char text[CLOCK_TEXT + 1];
    int64_t back;

    clock_format(us, text);
    return clock_parse(text, CLOCK_TEXT, &back) == ERR_OK && back == us;
}

static bool object_ok(const struct line_object *o)
{
    return is_word(o->kind) && (o->compartment[0] == 0 || is_compartment(o->compartment)) &&
           (o->link[0] == 0 || is_word(o->link));
}

static bool can_be_said(const struct line *l)
{
    if (!is_time(l->at_us) || (l->has_of && !is_time(l->of_us)) || !is_action(l->action) || !is_word(l->outcome))
        return false;
    if ((l->has_actor && !is_word(l->role)) || (l->reason[0] != 0 && !is_word(l->reason)))
        return false;
    if ((l->reason[0] == 0 && l->reason_default) || (l->claimed[0] != 0 && !is_claimed(l->claimed, sizeof l->claimed)))
        return false;
    if (l->objects > LINE_OBJECTS)
        return false;
    for (size_t i = 0; i < l->objects; i++)
        if (!object_ok(&l->object[i]))
            return false;
    return true;
}

/* An entry has some hundred fields: they are put together without the C library's formats, which cost as much as all
 * the rest. */
static void put(struct buf *b, const char *s)
{
    buf_u8(b, ' ');
    buf_str(b, s);
}

static void put_time(struct buf *b, const char *label, bool has, int64_t us)
{
    char text[CLOCK_TEXT + 1] = "-";

    if (has)
        clock_format(us, text);
    buf_str(b, label);
    put(b, text);
}

static void put_uuid(struct buf *b, bool has, const struct uuid *u)
{
    char text[UUID_TEXT + 1] = "-";

    if (has)
        uuid_format(u, text);
    put(b, text);
}

static const char *or_dash(const char *s)
{
    return s[0] != 0 ? s : "-";
}

static void put_version(struct buf *b, uint32_t version)
{
    char text[11], *p = text + sizeof text - 1;

    *p = 0;
    for (; version > 0; version /= 10)
        *--p = (char)('0' + version % 10);
    put(b, or_dash(p));
}

static void put_object(struct buf *b, const struct line_object *o)
{
    char digest[65] = "-";

    if (o->has_digest)
        text_hex(digest, o->digest, sizeof o->digest);
    buf_str(b, "\nobject");
    put(b, o->kind);
    put_uuid(b, o->has_id, &o->id);
    put_version(b, o->version);
    put(b, or_dash(o->compartment));
    put_uuid(b, o->has_case, &o->case_id);
    put(b, or_dash(o->link));
    put(b, digest);
}

int line_format(const struct line *l, struct buf *out)
{
    size_t before = out->len;
    char subject[33] = "-";

    if (!can_be_said(l))
        return ERR_FORMAT;
    buf_str(out, FIRST_LINE);
    put_time(out, "\nat", true, l->at_us);
    put_time(out, "\nof", l->has_of, l->of_us);
    buf_str(out, "\nid");
    put_uuid(out, l->has_id, &l->id);
    buf_str(out, "\naction");
    put(out, l->action);
    buf_str(out, "\nactor");
    put_uuid(out, l->has_actor, &l->actor);
    put(out, l->has_actor ? l->role : "-");
    put_uuid(out, l->has_actor, &l->org);
    if (l->has_subject)
        text_hex(subject, l->subject, sizeof l->subject);
    buf_str(out, "\nsubject");
    put(out, subject);
    buf_str(out, "\nreason");
    put(out, or_dash(l->reason));
    put(out, l->reason[0] == 0 ? "-" : l->reason_default ? "default" : "given");
    buf_str(out, "\noutcome");
    put(out, l->outcome);
    buf_str(out, "\nclaimed");
    put(out, or_dash(l->claimed));
    for (size_t i = 0; i < l->objects; i++)
        put_object(out, &l->object[i]);
    buf_u8(out, '\n');
    if (buf_err(out) == ERR_OK && out->len - before > LINE_MAX_BYTES) {
        out->len = before;
        return ERR_LIMIT;
    }
    return buf_err(out);
}

/* The text that is left, and whether all so far was as it must be. */
struct cursor {
    const char *p;
    const char *end;
    bool bad;
};

static void expect(struct cursor *c, const char *literal)
{
    size_t n = strlen(literal);

    if (c->bad || (size_t)(c->end - c->p) < n || memcmp(c->p, literal, n) != 0) {
        c->bad = true;
        return;
    }
    c->p += n;
}

/* A field up to the byte that ends it, which is taken too. NULL for "-" (absent) and when bad. */
static const char *field(struct cursor *c, char ends, size_t *n)
{
    const char *s = c->p, *stop = c->bad || c->p == c->end ? NULL : memchr(c->p, ends, (size_t)(c->end - c->p));

    *n = 0;
    if (stop == NULL || stop == s) {
        c->bad = true;
        return NULL;
    }
    c->p = stop + 1;
    if (stop - s == 1 && *s == '-')
        return NULL;
    *n = (size_t)(stop - s);
    return s;
}

static void text_field(struct cursor *c, char ends, char *out, size_t max)
{
    size_t n;
    const char *s = field(c, ends, &n);

    if (n >= max || (s != NULL && memchr(s, 0, n) != NULL)) {
        c->bad = true;
        n = 0;
    }
    if (s != NULL)
        memcpy(out, s, n);
    out[n] = 0;
}

static bool uuid_field(struct cursor *c, char ends, struct uuid *out)
{
    size_t n;
    const char *s = field(c, ends, &n);

    if (s != NULL && uuid_parse(out, s, n) != ERR_OK)
        c->bad = true;
    return s != NULL;
}

static bool hex_field(struct cursor *c, char ends, unsigned char *out, size_t bytes)
{
    size_t n;
    const char *s = field(c, ends, &n);

    if (s != NULL && text_unhex(out, bytes, s, n) != ERR_OK)
        c->bad = true;
    return s != NULL;
}

static bool time_field(struct cursor *c, int64_t *out)
{
    size_t n;
    const char *s = field(c, '\n', &n);

    if (s != NULL && clock_parse(s, n, out) != ERR_OK)
        c->bad = true;
    return s != NULL;
}

static void read_object(struct cursor *c, struct line_object *o)
{
    int64_t version = 0;
    const char *s;
    size_t n;

    memset(o, 0, sizeof *o);
    expect(c, "object ");
    text_field(c, ' ', o->kind, sizeof o->kind);
    o->has_id = uuid_field(c, ' ', &o->id);
    s = field(c, ' ', &n);
    if (s != NULL && num_parse_i64(s, n, 1, UINT32_MAX, &version) != ERR_OK)
        c->bad = true;
    o->version = (uint32_t)version;
    text_field(c, ' ', o->compartment, sizeof o->compartment);
    o->has_case = uuid_field(c, ' ', &o->case_id);
    text_field(c, ' ', o->link, sizeof o->link);
    o->has_digest = hex_field(c, '\n', o->digest, sizeof o->digest);
}

static void read_actor(struct cursor *c, struct line *l)
{
    bool has_org;

    expect(c, "actor ");
    l->has_actor = uuid_field(c, ' ', &l->actor);
    text_field(c, ' ', l->role, sizeof l->role);
    has_org = uuid_field(c, '\n', &l->org);
    /* All three or none. */
    if (l->has_actor != has_org || l->has_actor != (l->role[0] != 0))
        c->bad = true;
}

static void read_reason(struct cursor *c, struct line *l)
{
    char how[sizeof "default"];

    expect(c, "reason ");
    text_field(c, ' ', l->reason, sizeof l->reason);
    text_field(c, '\n', how, sizeof how);
    l->reason_default = strcmp(how, "default") == 0;
    if ((l->reason[0] == 0) != (how[0] == 0) || (how[0] != 0 && !l->reason_default && strcmp(how, "given") != 0))
        c->bad = true;
}

int line_parse(struct line *l, struct line_object *objects, const void *p, size_t n)
{
    struct cursor c = {p, (const char *)p + n, n > LINE_MAX_BYTES};

    memset(l, 0, sizeof *l);
    l->object = objects;
    expect(&c, FIRST_LINE "\nat ");
    if (!time_field(&c, &l->at_us))
        c.bad = true;
    expect(&c, "of ");
    l->has_of = time_field(&c, &l->of_us);
    expect(&c, "id ");
    l->has_id = uuid_field(&c, '\n', &l->id);
    expect(&c, "action ");
    text_field(&c, '\n', l->action, sizeof l->action);
    read_actor(&c, l);
    expect(&c, "subject ");
    l->has_subject = hex_field(&c, '\n', l->subject, sizeof l->subject);
    read_reason(&c, l);
    expect(&c, "outcome ");
    text_field(&c, '\n', l->outcome, sizeof l->outcome);
    expect(&c, "claimed ");
    text_field(&c, '\n', l->claimed, sizeof l->claimed);
    while (!c.bad && c.p < c.end) {
        if (l->objects == LINE_OBJECTS)
            return ERR_FORMAT;
        read_object(&c, &objects[l->objects++]);
    }
    return !c.bad && can_be_said(l) ? ERR_OK : ERR_FORMAT;
}
