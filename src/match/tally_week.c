/* SPDX-License-Identifier: EUPL-1.2 */
/* Limits of work have no say here: either no week can touch one, or they only warn. */
#include "match/tally_week.h"
#include "match/walk.h"

#include "base/banned.h"

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

void tally_week_rooms_of(struct tally_week_rooms *r, const struct match *m, const struct windows *w)
{
    const struct match_law *law = &m->s->law;

    r->m = m;
    r->w = w;
    for (int even = 0; even < 2; even++) {
        r->job_min[even] = m->has_job ? law->legal_week_min + law->over_min - m->job_min[even] : WALK_FREE;
        r->min[even] = law->plan_week_min > 0 ? least(law->plan_week_min, r->job_min[even]) : r->job_min[even];
    }
}

/* One after the other, as try_piece of walk.c has it. */
void tally_week_of(struct tally_week *out, const struct tally_week_rooms *r, int even, uint64_t of, int32_t left)
{
    int32_t least_session = r->m->s->law.least_session;
    int32_t minutes = 0, sessions = 0, job_days = 0, last_to = 0;
    uint64_t rest = of;
    bool refused = false;

    for (; rest != 0 && minutes < left; rest &= rest - 1) {
        const struct window *x = &r->w->window[__builtin_ctzll(rest)];
        int32_t want = least(least_session, left - minutes);
        int32_t here = least(least(x->to - x->from, left - minutes), r->min[even] - minutes);

        refused = refused || r->job_min[even] - minutes < want;
        if (here < want)
            break; /* for want of room, which the others would want too: no window is shorter */
        minutes += here;
        sessions++;
        job_days += r->m->job_days[even] >> x->weekday & 1;
        last_to = x->from + here;
    }
    *out = (struct tally_week){of, of ^ rest, minutes, sessions, job_days, last_to, refused};
}

void tally_week_whole(struct tally_week *out, const struct tally_week_rooms *r, int even)
{
    const struct windows *w = r->w;
    uint64_t all = w->all[even];
    int job_days = 0;

    if (all == 0 || w->minutes[even] > r->min[even]) {
        tally_week_of(out, r, even, all, INT32_MAX);
        return;
    }
    for (int at = 0; r->m->job_days[even] != 0 && at < w->n; at++)
        job_days += window_in(&w->window[at], even) & r->m->job_days[even] >> w->window[at].weekday & 1;
    *out = (struct tally_week){.of = all, .which = all, .minutes = w->minutes[even], .sessions = w->count[even],
                               .job_days = job_days, .last_to = w->window[63 - __builtin_clzll(all)].to};
}
