/* SPDX-License-Identifier: EUPL-1.2 */
/* What a write looks like in the log: the action and the actor of the session, when it happened, and one object with
 * the digest of what was written. Whether the format can say it is asked of the format itself (audit/line.h), not
 * guessed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "worker/entry.h"

#include "audit/line.h"
#include "audit/tree.h"
#include "base/buf.h"
#include "base/err.h"

#include "base/banned.h"

/* False when the word is longer than any in the log. */
static bool word(char out[LINE_WORD], const char *s)
{
    int n = snprintf(out, LINE_WORD, "%s", s);

    return n >= 0 && n < LINE_WORD;
}

static bool sayable(const struct outbox_row *o)
{
    struct buf b SCOPED_BUF;
    struct line_object lo = {.has_id = o->has_row, .version = o->version, .id = o->row_id};
    struct line l = {.has_of = true, .of_us = o->at_us, .has_id = true, .id = o->id, .objects = 1, .object = &lo};
    bool ok;

    l.has_actor = o->has_actor;
    l.actor = o->actor;
    l.org = o->org;
    lo.has_case = o->has_case;
    lo.case_id = o->case_id;
    lo.has_digest = o->digest != NULL;
    if (o->digest != NULL)
        memcpy(lo.digest, o->digest, sizeof lo.digest);
    ok = word(l.action, o->action) && word(l.outcome, "ok") && word(l.reason, o->reason) && word(lo.kind, o->object) &&
         word(lo.compartment, o->compartment) && (!o->has_actor || word(l.role, o->role));
    buf_init(&b, LINE_MAX_BYTES);
    return ok && line_format(&l, &b) == ERR_OK;
}

bool entry_of_row(struct sealer_entry *e, struct sealer_object *object, const struct outbox_row *o)
{
    *e = (struct sealer_entry){
        .action = "outbox.malformed", .id = &o->id, .role = "", .reason = "", .outcome = "malformed", .claimed = ""};
    /* These two are the vault's to say; from a row of the outbox the sealer would refuse them with the whole batch. */
    if (!sayable(o) || strcmp(o->action, "record.open") == 0 || strcmp(o->action, "session.attempt") == 0)
        return false;
    *object = (struct sealer_object){.kind = o->object,
                                     .id = o->has_row ? &o->row_id : NULL,
                                     .version = o->version,
                                     .compartment = o->compartment,
                                     .case_id = o->has_case ? &o->case_id : NULL,
                                     .link = "",
                                     .digest = o->digest};
    e->action = o->action;
    e->outcome = "ok";
    e->of_us = &o->at_us;
    e->reason = o->reason;
    e->object = object;
    e->objects = 1;
    if (o->has_actor) {
        e->actor = &o->actor;
        e->role = o->role;
        e->org = &o->org;
    }
    return true;
}

int entry_row_id(const void *bytes, size_t n, bool *has, struct uuid *id)
{
    struct line_object objects[LINE_OBJECTS];
    struct line l;
    int rc = line_parse(&l, objects, bytes, n);

    if (rc != ERR_OK)
        return rc;
    *has = l.has_id;
    if (l.has_id)
        *id = l.id;
    return ERR_OK;
}

enum { KEY_KIND, KEY_OBJECT, KEY_CASE };

/* Stretch of 2^14 entries, two bits of class, 42 bits of the id. */
static int64_t key(uint64_t index, uint64_t class, const unsigned char *id)
{
    uint64_t head = 0;

    for (int i = 0; i < 6; i++)
        head = head << 8 | id[i];
    return (int64_t)(index >> 14 << 44 | class << 42 | head >> 6);
}

static int by_value(const void *a, const void *b)
{
    int64_t x, y;

    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

size_t entry_keys(int64_t out[ENTRY_KEYS], uint64_t index, const struct line *l)
{
    size_t n = 0, distinct = 0;

    for (size_t i = 0; i < l->objects; i++) {
        const struct line_object *o = &l->object[i];

        if (i == 0 || strcmp(o->kind, o[-1].kind) != 0) {
            struct tree_hash h;

            tree_leaf(&h, o->kind, strlen(o->kind));
            out[n++] = key(index, KEY_KIND, h.b);
        }
        if (o->has_id)
            out[n++] = key(index, KEY_OBJECT, o->id.b);
        if (o->has_case && !(o->has_id && uuid_eq(&o->id, &o->case_id)))
            out[n++] = key(index, KEY_CASE, o->case_id.b);
    }
    qsort(out, n, sizeof *out, by_value);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || out[i] != out[i - 1])
            out[distinct++] = out[i];
    return distinct;
}
