/* SPDX-License-Identifier: EUPL-1.2 */
/* A post as match/ reads it. Places to avoid are words: only the name or the code of a commune can be compared. */
#include <string.h>

#include "app/match_offer.h"
#include "base/buf.h"
#include "base/err.h"
#include "domain/person.h"

#include "base/banned.h"

uint32_t match_offer_places(const struct match_material *m, const struct matching_post *post)
{
    const struct profile *p = m->in->profile;
    struct buf commune SCOPED_BUF;
    uint32_t bits = 0;

    if (p->n_places == 0)
        return 0;
    buf_init(&commune, MATCH_SNAPSHOT_FOLDED - 1);
    person_fold(post->commune, strlen(post->commune), &commune);
    for (size_t i = 0; i < p->n_places; i++)
        if (strcmp(p->place[i], post->insee) == 0 ||
            (m->place[i][0] != '\0' && strcmp(m->place[i], buf_cstr(&commune)) == 0))
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

static enum match_inscription inscription(const char *state)
{
    return strcmp(state, "inscribed") == 0   ? MATCH_INSCRIPTION_RUNNING
           : strcmp(state, "suspended") == 0 ? MATCH_INSCRIPTION_SUSPENDED
           : strcmp(state, "removed") == 0   ? MATCH_INSCRIPTION_REMOVED
                                             : MATCH_INSCRIPTION_NONE;
}

/* First of what is taken of a post. */
static size_t taken_at(const struct matching_posts *all, const struct uuid *post)
{
    size_t lo = 0;
    size_t hi = all->n_taken;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (memcmp(all->taken[mid].post.b, post->b, sizeof post->b) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool is_same(const struct match_taken *a, const struct match_taken *b)
{
    return a->slot == b->slot && a->days.first <= b->days.last && b->days.first <= a->days.last &&
           (a->weeks == b->weeks || a->weeks == SLOT_EVERY || b->weeks == SLOT_EVERY);
}

/* Adds of t the days that are not taken by the same one in an entry from i on: those before, those after, and those in
 * the other weeks. */
static int add(struct match_offer *out, size_t *n, struct match_taken t, int32_t who, size_t i)
{
    while (i < *n && (out->who[i] != who || !is_same(&out->taken[i], &t)))
        i++;
    if (i == *n) {
        if (*n == MATCH_TAKEN)
            return ERR_LIMIT;
        out->who[*n] = who;
        out->taken[(*n)++] = t;
        return ERR_OK;
    }
    const struct match_taken o = out->taken[i];
    struct match_taken part = t;
    int rc = ERR_OK;

    part.days.last = o.days.first - 1;
    if (t.days.first < o.days.first)
        rc = add(out, n, part, who, i + 1);
    part.days = (struct match_span){o.days.last + 1, t.days.last};
    if (rc == ERR_OK && t.days.last > o.days.last)
        rc = add(out, n, part, who, i + 1);
    part.days = (struct match_span){t.days.first > o.days.first ? t.days.first : o.days.first,
                                    t.days.last < o.days.last ? t.days.last : o.days.last};
    part.weeks = o.weeks == SLOT_EVEN ? SLOT_ODD : SLOT_EVEN;
    if (rc == ERR_OK && t.weeks == SLOT_EVERY && o.weeks != SLOT_EVERY)
        rc = add(out, n, part, who, i + 1);
    return rc;
}

static int take(const struct matching_posts *all, const struct matching_post *p, struct match_offer *out)
{
    size_t n = 0;

    for (size_t i = taken_at(all, &p->id); i < all->n_taken && uuid_eq(&all->taken[i].post, &p->id); i++) {
        const struct matching_time *t = &all->taken[i].time;

        for (size_t k = 0; k < p->n_slots; k++) {
            const struct match_taken one = {(int32_t)k, t->slot.weeks, {t->days.first, t->days.last}, 1};
            int rc = slot_overlap(&t->slot, &p->slots[k]) ? add(out, &n, one, all->taken[i].who, 0) : ERR_OK;

            if (rc != ERR_OK)
                return rc;
        }
    }
    out->p.taken = out->taken;
    out->p.n_taken = n;
    return ERR_OK;
}

int match_offer_build(const struct match_material *m, const struct matching_posts *all, size_t i,
                        struct match_offer *out)
{
    const struct matching_post *p = &all->post[i];

    out->places = match_offer_places(m, p);
    out->p = (struct match_post){
        .id = p->id,
        .host = p->host,
        .site = p->site,
        .minors = p->minors,
        .host_active = p->host_active,
        .needs_habilitation = p->needs_habilitation,
        .habilitation = {p->habilitation.first, p->habilitation.last},
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
        .avoid_place = out->places != 0,
        .avoid_person = is_met(m->in, &p->site),
        .has_point = p->located,
        .point = {p->lat, p->lon},
        .places = p->places,
        .slots = p->slots,
        .n_slots = p->n_slots,
        .closures = out->closures,
        .n_closures = p->n_closures,
    };
    for (size_t k = 0; k < p->n_closures; k++)
        out->closures[k] = (struct match_span){p->closures[k].first, p->closures[k].last};
    return take(all, p, out);
}
