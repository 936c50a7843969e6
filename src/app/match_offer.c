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

bool match_offer_met(const struct match_material *m, const struct uuid *site)
{
    for (size_t i = 0; i < m->in->n_met; i++)
        if (uuid_eq(&m->in->met[i], site))
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

int match_offer_take(const struct matching_post *p, const struct matching_time *t, struct match_taken out[MATCH_TAKEN],
                     size_t *n)
{
    for (size_t k = 0; k < p->n_slots; k++) {
        if (!slot_overlap(&t->slot, &p->slots[k]))
            continue;
        if (*n == MATCH_TAKEN)
            return ERR_LIMIT;
        out[(*n)++] = (struct match_taken){(int32_t)k, t->slot.weeks, {t->days.first, t->days.last}, 1};
    }
    return ERR_OK;
}

static int take(const struct matching_posts *all, const struct matching_post *p, struct match_offer *out)
{
    const struct matching_taken *t = &all->taken[taken_at(all, &p->id)];
    const struct matching_taken *end = &all->taken[all->n_taken];
    int rc = ERR_OK;

    out->p.taken = out->taken;
    for (; t < end && uuid_eq(&t->post, &p->id) && rc == ERR_OK; t++)
        rc = match_offer_take(p, &t->time, out->taken, &out->p.n_taken);
    return rc;
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
        .avoid_person = match_offer_met(m, &p->site),
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
