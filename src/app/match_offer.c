/* SPDX-License-Identifier: EUPL-1.2 */
/* The block begins with the struct; lists follow, each where its type may lie, then texts. Places to avoid are words:
 * only the name or the code of a commune can be compared. */
#include <stdlib.h>
#include <string.h>

#include "app/match_offer.h"
#include "app/match_places.h"
#include "base/buf.h"
#include "base/err.h"
#include "domain/person.h"

#include "base/banned.h"

#define ALIGNED(n) (((n) + 7u) & ~(size_t)7u)

static enum match_inscription inscription(const char *state)
{
    return strcmp(state, "inscribed") == 0   ? MATCH_INSCRIPTION_RUNNING
           : strcmp(state, "suspended") == 0 ? MATCH_INSCRIPTION_SUSPENDED
           : strcmp(state, "removed") == 0   ? MATCH_INSCRIPTION_REMOVED
                                             : MATCH_INSCRIPTION_NONE;
}

/* n bytes at *at, which moves on. */
static void *room(unsigned char **at, size_t n)
{
    void *here = *at;

    *at += ALIGNED(n);
    return here;
}

static const void *copy(unsigned char **at, const void *from, size_t n)
{
    void *to = room(at, n);

    if (n > 0)
        memcpy(to, from, n);
    return to;
}

static const char *text(unsigned char **at, const char *s)
{
    return copy(at, s, strlen(s) + 1);
}

static void fill(struct match_offer *o, const struct matching_post *p)
{
    o->p = (struct match_post){
        .id = p->id,
        .host = p->host,
        .site = p->site,
        .minors = p->minors,
        .host_active = p->host_active,
        .needs_habilitation = p->needs_habilitation,
        .habilitation = {p->n_habilitations > 0 ? p->habilitations[0].first : DAY_NONE,
                         p->n_habilitations > 0 ? p->habilitations[0].last : DAY_NONE},
        .inscription = inscription(p->state),
        .inscribed_on = p->inscribed_on,
        .confirmed_on = p->confirmed_on,
        .min_min = p->min_min,
        .max_min = p->max_min,
        .needs = p->needs,
        .special_risk = p->special_risk,
        .care_setting = p->care_setting,
        .task = p->family,
        .barred = p->barred,
        .has_point = p->located,
        .point = {p->lat, p->lon},
        .point_rough = p->rough,
        .car_needed = p->car_needed,
        .transit_first = p->transit_first,
        .transit_last = p->transit_last,
        .transit_saturday = p->transit_saturday,
        .transit_sunday = p->transit_sunday,
        .places = p->places,
        .tutor_max = p->tutor_max,
        .n_slots = p->n_slots,
        .n_closures = p->n_closures,
    };
}

static void lists(struct match_offer *o, const struct matching_post *p, unsigned char **at)
{
    struct match_span *closed;

    o->post.slots = o->p.slots = copy(at, p->slots, p->n_slots * sizeof *p->slots);
    o->post.habilitations = copy(at, p->habilitations, p->n_habilitations * sizeof *p->habilitations);
    o->post.closures = copy(at, p->closures, p->n_closures * sizeof *p->closures);
    o->p.closures = closed = room(at, p->n_closures * sizeof *closed);
    for (size_t k = 0; k < p->n_closures; k++)
        closed[k] = (struct match_span){p->closures[k].first, p->closures[k].last};
}

/* What is taken of a post, and when the one in charge of it follows somebody. */
struct counted {
    struct match_places taken;
    struct match_places led;
    const struct ready_weeks *weeks; /* may be NULL */
};

static size_t size_of_ready(const struct matching_post *p, const struct ready_weeks *weeks)
{
    return weeks == NULL ? 0
                         : ALIGNED(p->n_slots * sizeof(struct ready_slot)) +
                               READY_SETS(p->n_slots, READY_WORDS) * sizeof(uint64_t);
}

static size_t size_of(const struct matching_post *p, const struct counted *all, size_t folded)
{
    return ALIGNED(sizeof(struct match_offer)) + ALIGNED(p->n_slots * sizeof *p->slots) +
           ALIGNED(p->n_habilitations * sizeof *p->habilitations) + ALIGNED(p->n_closures * sizeof *p->closures) +
           ALIGNED(p->n_closures * sizeof(struct match_span)) + ALIGNED(all->taken.n * sizeof(struct match_taken)) +
           ALIGNED(all->led.n * sizeof(struct match_taken)) + size_of_ready(p, all->weeks) +
           ALIGNED(strlen(p->title) + 1) + ALIGNED(strlen(p->host_name) + 1) + ALIGNED(strlen(p->insee) + 1) +
           ALIGNED(strlen(p->commune) + 1) + ALIGNED(strlen(p->departement) + 1) + ALIGNED(strlen(p->stop) + 1) +
           ALIGNED(strlen(p->lines) + 1) + ALIGNED(folded + 1);
}

/* What cannot be made ready cannot be matched, which who matches finds out. at: right behind o. */
static void make_ready(struct match_offer *o, const struct ready_weeks *weeks, unsigned char *at)
{
    struct ready_slot *slot = room(&at, o->p.n_slots * sizeof *slot);
    uint64_t *sets = room(&at, READY_SETS(o->p.n_slots, READY_WORDS) * sizeof *sets);

    o->p.ready = ready_make(&o->p, weeks, slot, sets, &o->ready) == ERR_OK ? &o->ready : NULL;
}

static int build(struct match_offer **out, const struct matching_post *post, const struct counted *all)
{
    struct buf folded SCOPED_BUF;
    struct match_offer *o;
    unsigned char *at, *behind;

    buf_init(&folded, MATCH_SNAPSHOT_FOLDED - 1);
    person_fold(post->commune, strlen(post->commune), &folded);
    if (buf_cstr(&folded) == NULL)
        return ERR_NOMEM;
    at = calloc(1, size_of(post, all, folded.len));
    if (at == NULL)
        return ERR_NOMEM;
    *out = o = room(&at, sizeof *o);
    behind = room(&at, size_of_ready(post, all->weeks));
    atomic_init(&o->holders, 1);
    o->post = *post;
    o->dated = post->n_habilitations > 1;
    fill(o, post);
    lists(o, post, &at);
    o->p.taken = copy(&at, all->taken.taken, all->taken.n * sizeof *all->taken.taken);
    o->p.n_taken = all->taken.n;
    o->p.led = copy(&at, all->led.taken, all->led.n * sizeof *all->led.taken);
    o->p.n_led = all->led.n;
    if (all->weeks != NULL)
        make_ready(o, all->weeks, behind);
    o->post.title = text(&at, post->title);
    o->post.host_name = text(&at, post->host_name);
    o->post.insee = text(&at, post->insee);
    o->post.commune = text(&at, post->commune);
    o->post.departement = text(&at, post->departement);
    o->post.stop = text(&at, post->stop);
    o->post.lines = text(&at, post->lines);
    o->folded = text(&at, buf_cstr(&folded));
    return ERR_OK;
}

int match_offer_new(struct match_offer **out, const struct matching_post *post, const struct matching_taken *taken,
                    size_t n_taken, const struct ready_weeks *weeks)
{
    struct counted *all = malloc(sizeof *all);
    int rc;

    *out = NULL;
    if (all == NULL)
        return ERR_NOMEM;
    all->weeks = weeks;
    rc = match_places_count(post, taken, n_taken, false, &all->taken);
    if (rc == ERR_OK)
        rc = match_places_count(post, taken, n_taken, true, &all->led);
    if (rc == ERR_OK)
        rc = build(out, post, all);
    free(all);
    return rc;
}

#define LINE     64
#define EXPECTED 320 /* of what lies behind: five slots and two words of their sets */

static void ask_memory(uintptr_t from, size_t n)
{
    for (size_t k = 0; k < n; k += LINE)
        __builtin_prefetch((const void *)(from + k));
}

void match_offer_expect(const struct match_offer *o)
{
    ask_memory((uintptr_t)&o->ready, sizeof o->ready);
    ask_memory((uintptr_t)(o + 1), EXPECTED);
}

struct match_offer *match_offer_hold(struct match_offer *o)
{
    atomic_fetch_add_explicit(&o->holders, 1, memory_order_relaxed);
    return o;
}

void match_offer_drop(struct match_offer *o)
{
    if (o != NULL && atomic_fetch_sub_explicit(&o->holders, 1, memory_order_acq_rel) == 1)
        free(o);
}

static uint32_t places_of(const struct match_offer *o, const struct match_material *m)
{
    const struct profile *p = m->in->profile;
    uint32_t bits = 0;

    for (size_t i = 0; i < p->n_places; i++)
        if (strcmp(p->place[i], o->post.insee) == 0 ||
            (m->place[i][0] != '\0' && strcmp(m->place[i], o->folded) == 0))
            bits |= 1u << i;
    return bits;
}

static bool is_met(const struct match_snapshot_in *in, const struct uuid *site)
{
    for (size_t i = 0; i < in->n_met; i++)
        if (uuid_eq(&in->met[i], site))
            return true;
    return false;
}

/* That of a day: the first that is not over by then, else the last one. There is one at least. */
static struct match_span habilitation(const struct matching_post *p, int32_t day)
{
    size_t k = 0;

    while (k + 1 < p->n_habilitations && p->habilitations[k].last < day)
        k++;
    return (struct match_span){p->habilitations[k].first, p->habilitations[k].last};
}

const struct match_post *match_offer_for(const struct match_offer *o, const struct match_material *m,
                                         struct match_post *copy, uint32_t *places)
{
    uint32_t here = places_of(o, m);
    bool met = is_met(m->in, &o->p.site);

    *places |= here;
    if (here == 0 && !met && !o->dated)
        return &o->p;
    *copy = o->p;
    copy->avoid_place = here != 0;
    copy->avoid_person = met;
    if (o->dated)
        copy->habilitation = habilitation(&o->post, m->s.earliest);
    return copy;
}

const struct match_post *match_offer_on(const struct match_offer *o, int32_t day, struct match_post *copy)
{
    if (!o->dated)
        return &o->p;
    *copy = o->p;
    copy->habilitation = habilitation(&o->post, day);
    return copy;
}
