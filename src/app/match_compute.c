/* SPDX-License-Identifier: EUPL-1.2 */
/* From what match_look.c brought to what match/ says of it. */
#include "app/match_compute.h"

#include <string.h>

#include "base/err.h"

#include "base/banned.h"

int32_t match_compute_remaining(const struct matching_facts *f)
{
    return f->unplanned_min > 0 ? f->unplanned_min : 0;
}

int match_compute_begin(struct match_look *l, int32_t minutes, struct match_case_known *known)
{
    int rc;

    l->sources.facts = &l->found.facts;
    l->sources.law = &l->law;
    l->sources.profile = &l->profile;
    l->sources.own = l->found.own;
    l->sources.n_own = l->found.n_own;
    l->sources.met = l->met;
    l->sources.from = l->in->from;
    l->sources.minutes = minutes;
    l->sources.filter = l->in->filter;
    rc = match_snapshot_build(&l->material, &l->sources);
    if (rc == ERR_OK)
        rc = what_if_apply(&l->material.s, &l->in->what_if, l->material.free);
    if (rc != ERR_OK)
        return rc;
    known->facts = l->found.facts;
    known->profile_version = l->found.profile_version;
    known->remaining_min = match_compute_remaining(&l->found.facts);
    known->asked_min = minutes;
    known->first = l->material.s.earliest;
    known->job_min = match_snapshot_job(&l->profile);
    known->job_most_min = match_snapshot_job_most(&l->profile);
    known->travel_max_min = l->material.s.travel_max_min;
    known->means = l->material.s.means;
    known->located = l->material.s.has_point;
    known->law = l->material.s.law;
    known->unsaid = ~l->profile.said & ((1u << PROFILE_MEMBERS) - 1);
    known->aims = l->material.s.aims;
    return ERR_OK;
}

void match_compute_unread(const struct profile *p, uint32_t read, struct match_case_known *known)
{
    known->n_unread = 0;
    for (size_t i = 0; i < p->n_places; i++)
        if (!(read & 1u << i))
            memcpy(known->unread[known->n_unread++], p->place[i], sizeof p->place[i]);
}

int match_compute_post(struct match_look *l, size_t i, struct match_fit *out, uint32_t *places)
{
    struct match_post copy;

    if (i + 1 < l->n)
        match_offer_expect(l->offer[i + 1]);
    return match_post(&l->match, match_offer_for(l->offer[i], &l->material, &copy, places), out, NULL);
}
