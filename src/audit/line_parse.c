/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads the canonical bytes of an entry, for the worker and the verifier. Nothing is tolerated: parse and format are
 * inverse to each other, byte for byte, and the fuzzer says so. */
#include <string.h>

#include "audit/line.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "base/text.h"

#include "base/banned.h"

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
    expect(&c, LINE_FIRST "\nat ");
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
    return !c.bad && line_can_be_said(l) ? ERR_OK : ERR_FORMAT;
}
