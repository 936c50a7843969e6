/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The reader of request entries, for sequence.c. Bytes come from another process and are believed only in their
 * lengths that were checked: a word with a zero byte, a flag that we do not know or one object too many is refused.
 */
#include "sealer/entry.h"

#include <string.h>

#include "base/err.h"

#include "base/banned.h"

enum { HAS_ACTOR = 1, HAS_SUBJECT = 2, HAS_OF = 4, HAS_ID = 8, REASON_DEFAULT = 16, ENTRY_FLAGS = 31 };
enum { OBJECT_ID = 1, OBJECT_CASE = 2, OBJECT_DIGEST = 4, OBJECT_FLAGS = 7 };

static void read_word(struct rd *r, char *out, size_t max)
{
    size_t n;
    const unsigned char *p = rd_lv8(r, &n, max - 1);
    if (!p || memchr(p, 0, n)) {
        r->bad = true;
        n = 0;
    }
    if (n)
        memcpy(out, p, n);
    out[n] = '\0';
}

static void read_object(struct rd *r, struct line_object *o)
{
    *o = (struct line_object){.version = 0};
    read_word(r, o->kind, sizeof o->kind);
    uint8_t flags = rd_u8(r);
    if (flags & ~OBJECT_FLAGS)
        r->bad = true;
    o->has_id = flags & OBJECT_ID;
    o->has_case = flags & OBJECT_CASE;
    o->has_digest = flags & OBJECT_DIGEST;
    if (o->has_id)
        rd_copy(r, o->id.b, sizeof o->id.b);
    o->version = rd_u32(r);
    read_word(r, o->compartment, sizeof o->compartment);
    if (o->has_case)
        rd_copy(r, o->case_id.b, sizeof o->case_id.b);
    read_word(r, o->link, sizeof o->link);
    if (o->has_digest)
        rd_copy(r, o->digest, sizeof o->digest);
}

static void read_actor(struct rd *r, struct line *l)
{
    rd_copy(r, l->actor.b, sizeof l->actor.b);
    read_word(r, l->role, sizeof l->role);
    rd_copy(r, l->org.b, sizeof l->org.b);
}

int entry_read(struct rd *r, struct line *l, struct line_object *objects)
{
    *l = (struct line){.object = objects};
    read_word(r, l->action, sizeof l->action);
    uint8_t flags = rd_u8(r);
    if (flags & ~ENTRY_FLAGS)
        r->bad = true;
    l->has_actor = flags & HAS_ACTOR;
    l->has_subject = flags & HAS_SUBJECT;
    l->has_of = flags & HAS_OF;
    l->has_id = flags & HAS_ID;
    l->reason_default = flags & REASON_DEFAULT;
    if (l->has_of)
        l->of_us = rd_i64(r);
    if (l->has_id)
        rd_copy(r, l->id.b, sizeof l->id.b);
    if (l->has_actor)
        read_actor(r, l);
    if (l->has_subject)
        rd_copy(r, l->subject, sizeof l->subject);
    read_word(r, l->reason, sizeof l->reason);
    read_word(r, l->outcome, sizeof l->outcome);
    read_word(r, l->claimed, sizeof l->claimed);
    l->objects = rd_u16(r);
    if (l->objects > LINE_OBJECTS)
        r->bad = true;
    for (size_t i = 0; i < l->objects && !r->bad; i++)
        read_object(r, &objects[i]);
    return r->bad ? ERR_FORMAT : ERR_OK;
}
