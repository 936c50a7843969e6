/* SPDX-License-Identifier: EUPL-1.2 */
/* What a write looks like in the log: the action and the actor of the session, when it happened, and one object with
 * the digest of what was written. Whether the format can say it is asked of the format itself (audit/line.h), not
 * guessed. */
#include <stdio.h>
#include <string.h>

#include "worker/entry.h"

#include "audit/line.h"
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
