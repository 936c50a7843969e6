/* SPDX-License-Identifier: EUPL-1.2 */
/* What an entry of the access log can say, and how its canonical bytes are written, which the sealer hashes. */
#include "audit/line.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/text.h"

#include "base/banned.h"

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

bool line_can_be_said(const struct line *l)
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

    if (!line_can_be_said(l))
        return ERR_FORMAT;
    buf_str(out, LINE_FIRST);
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
