/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The two rules over three windows: matching runs are counted apart from other reads. sequence.c asks before it adds an
 * entry and settles when the entry is durable; at start it replays the last hour of the journal, so nothing here is
 * saved. Opening again what was opened within the hour is free, also for somebody who is over a limit that has been
 * lowered since.
 */
#include "sealer/ceiling.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "sealer/window.h"

#include "base/banned.h"

struct ceiling {
    const struct ceiling_limits *limits;
    struct window *reads;    /* actor: cases */
    struct window *runs;     /* actor: cases of matching runs */
    struct window *attempts; /* subject: indexes of asked entries */
};

struct ceiling *ceiling_new(const struct ceiling_limits *limits)
{
    struct ceiling *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->limits = limits;
    /* An entry makes at most one key and one item for each object. */
    c->reads = window_new(CEILING_USERS, CEILING_PAIRS, CEILING_OBJECTS + CEILING_ENTRIES + 2);
    c->runs = window_new(CEILING_USERS, CEILING_PAIRS, CEILING_OBJECTS + CEILING_ENTRIES + 2);
    c->attempts = window_new(CEILING_SUBJECTS, CEILING_SUBJECTS, 2 * CEILING_ENTRIES + 2);
    if (!c->reads || !c->runs || !c->attempts) {
        ceiling_free(c);
        return NULL;
    }
    return c;
}

void ceiling_free(struct ceiling *c)
{
    if (!c)
        return;
    window_free(c->reads);
    window_free(c->runs);
    window_free(c->attempts);
    free(c);
}

static uint32_t limit_of(const struct ceiling *c, const char *role, bool run)
{
    for (size_t i = 0; i < c->limits->roles; i++)
        if (strcmp(c->limits->role[i].role, role) == 0)
            return run ? c->limits->role[i].matched : c->limits->role[i].cases;
    return 0;
}

static bool is_run(const struct line *l)
{
    for (size_t i = 0; i < l->objects; i++)
        if (strcmp(l->object[i].compartment, "MATCH") != 0)
            return false;
    return l->objects > 1;
}

static bool count_read(struct ceiling *c, const struct line *l)
{
    bool run = is_run(l);
    struct window *w = run ? c->runs : c->reads;
    bool fresh = false;
    for (size_t i = 0; i < l->objects; i++) {
        unsigned one;
        if (!l->object[i].has_case)
            continue;
        if (window_add(w, l->actor.b, l->object[i].case_id.b, l->at_us, &one) != ERR_OK)
            return false;
        fresh |= one != 0;
    }
    return !fresh || window_count(w, l->actor.b) <= limit_of(c, l->role, run);
}

static bool count_attempt(struct ceiling *c, const struct line *l, uint64_t index)
{
    unsigned char thing[WINDOW_ID] = {0};
    unsigned fresh;
    memcpy(thing, &index, sizeof index);
    if (window_add(c->attempts, l->subject, thing, l->at_us, &fresh) != ERR_OK)
        return false;
    return window_count(c->attempts, l->subject) <= c->limits->attempts;
}

static bool admit(struct ceiling *c, const struct line *l, uint64_t index)
{
    bool ok = strcmp(l->outcome, "ok") == 0;
    if (l->has_actor && ok && strcmp(l->action, "record.open") == 0)
        return count_read(c, l);
    if (!l->has_subject || strcmp(l->action, "session.attempt") != 0)
        return true;
    if (strcmp(l->outcome, "asked") == 0)
        return count_attempt(c, l, index);
    return !ok || window_take_back(c->attempts, l->subject) == ERR_OK;
}

bool ceiling_admit(struct ceiling *c, const struct line *l, uint64_t index)
{
    return admit(c, l, index);
}

void ceiling_replay(struct ceiling *c, const struct line *l, uint64_t index)
{
    (void)admit(c, l, index); /* it happened, whatever the limits are now */
    ceiling_settle(c);
}

struct ceiling_mark ceiling_mark(const struct ceiling *c)
{
    return (struct ceiling_mark){window_mark(c->reads), window_mark(c->runs), window_mark(c->attempts)};
}

void ceiling_undo(struct ceiling *c, struct ceiling_mark mark)
{
    window_undo(c->reads, mark.reads);
    window_undo(c->runs, mark.runs);
    window_undo(c->attempts, mark.attempts);
}

void ceiling_settle(struct ceiling *c)
{
    window_settle(c->reads);
    window_settle(c->runs);
    window_settle(c->attempts);
}

void ceiling_expire(struct ceiling *c, int64_t now_us)
{
    window_expire(c->reads, now_us - CEILING_HOUR_US);
    window_expire(c->runs, now_us - CEILING_HOUR_US);
    window_expire(c->attempts, now_us - CEILING_HOUR_US);
}
