/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists are copied where their form differs, and only pointed to where it does not. Weekly times of placements become
 * days, because a match knows commitments by the day: only those of the weeks that are looked at. */
#include <string.h>

#include "app/match_snapshot.h"
#include "base/err.h"
#include "domain/day.h"
#include "domain/holiday.h"
#include "domain/person.h"
#include "domain/word.h"

#include "base/banned.h"

#define FOLDED 8192

_Static_assert(MATCH_SNAPSHOT_AWAY <= MATCH_AWAY, "all absences fit");

static int32_t week_minutes(const struct profile *p, bool even)
{
    int32_t sum = 0;

    for (size_t i = 0; i < p->n_job; i++)
        if (p->job[i].weeks == SLOT_EVERY || (p->job[i].weeks == SLOT_EVEN) == even)
            sum += slot_minutes(&p->job[i]);
    return sum;
}

/* Minutes a week by the times that are known, the mean of an odd and an even one. */
static int32_t known_job(const struct profile *p)
{
    return (week_minutes(p, false) + week_minutes(p, true) + 1) / 2;
}

int32_t match_snapshot_job(const struct profile *p)
{
    if (!profile_says(p, PROFILE_JOB))
        return -1;
    return known_job(p) > p->job_min ? known_job(p) : p->job_min;
}

int32_t match_snapshot_job_most(const struct profile *p)
{
    int32_t odd = week_minutes(p, false);
    int32_t even = week_minutes(p, true);
    int32_t more = match_snapshot_job(p) - known_job(p); /* at no known time */

    return profile_says(p, PROFILE_JOB) ? (odd > even ? odd : even) + more : -1;
}

static bool holds(const struct buf *text, const struct buf *word)
{
    return word->len > 0 && text->len >= word->len && memmem(text->data, text->len, word->data, word->len) != NULL;
}

/* Task families whose name is in the text of her aim. */
static uint32_t aims_of(const struct profile *p)
{
    struct buf aim SCOPED_BUF;
    struct buf word SCOPED_BUF;
    uint32_t aims = 0;

    if (p->aim[0] == '\0') /* most say none, and a plan asks for everybody */
        return 0;
    buf_init_secret(&aim, FOLDED);
    buf_init(&word, FOLDED);
    person_fold(p->aim, strlen(p->aim), &aim);
    for (size_t i = 0; i < word_count(WORD_TASK_FAMILY); i++) {
        const char *label = word_label(WORD_TASK_FAMILY, word_code(WORD_TASK_FAMILY, i));

        buf_reset(&word);
        person_fold(label, strlen(label), &word);
        if (buf_err(&aim) == ERR_OK && buf_err(&word) == ERR_OK && holds(&aim, &word))
            aims |= 1u << i;
    }
    return aims;
}

static struct match_labour labour(const struct matching_labour *l)
{
    return (struct match_labour){.day_min = l->day_min, .week_min = l->week_min, .rest_min = l->rest_min,
                                 .week_days = l->week_days, .unbroken_min = l->unbroken_min,
                                 .break_min = l->break_min, .hard = l->hard != 0};
}

static struct match_means_law means(const struct matching_means *l)
{
    return (struct match_means_law){l->fixed_min, l->metres_min, l->spread, l->most_min};
}

/* A scooter goes like a car. */
static struct match_travel_law travel(const struct matching_travel *l)
{
    return (struct match_travel_law){
        .detour_far = l->detour_far, .detour_near = l->detour_near, .detour_fall_m = l->detour_fall_m,
        .centre_m = l->centre_m, .transit_first = l->transit_first, .transit_last = l->transit_last,
        .means = {[MATCH_MEANS_FOOT] = means(&l->foot), [MATCH_MEANS_BICYCLE] = means(&l->bicycle),
                  [MATCH_MEANS_TRANSIT] = means(&l->transit), [MATCH_MEANS_CAR] = means(&l->car),
                  [MATCH_MEANS_SCOOTER] = means(&l->car)}};
}

/* W-04 has two limits that are no numbers: no night, and two days off in a row. */
static struct match_law law(const struct matching_law *l)
{
    struct match_law out = {
        .legal_week_min = l->legal_week_min,
        .over_min = l->over_min,
        .adult = labour(&l->adult),
        .minor = labour(&l->minor),
        .plan_week_min = l->plan_week_min,
        .least_session = l->least_session,
        .fresh_days = l->fresh_days,
        .warn_margin = l->warn_margin,
        .warn_standing = l->warn_standing,
        .travel = travel(&l->travel),
    };

    out.minor.two_off = out.minor.no_night = true;
    return out;
}

static void measure(struct match_snapshot *s, const struct match_snapshot_in *in)
{
    const struct matching_facts *f = in->facts;
    const char *consent = f->consent == NULL ? "" : f->consent;

    s->measure_open = f->open;
    s->clock_stopped = f->clock_stopped;
    s->consent = strcmp(consent, "court") == 0 || strcmp(consent, "lawyer") == 0   ? MATCH_CONSENT_GIVEN
                 : strcmp(consent, "to_collect") == 0 && f->consented              ? MATCH_CONSENT_GIVEN
                 : strcmp(consent, "refused") == 0                                 ? MATCH_CONSENT_REFUSED
                                                                                   : MATCH_CONSENT_TO_COLLECT;
    s->ordered_min = f->ordered_min;
    s->remaining_min = in->minutes;
    s->term = f->term;
}

/* W-05, W-06. An opinion that she is unfit says nothing after its last day. */
static void health(struct match_snapshot *s, const struct match_snapshot_in *in)
{
    const struct profile *p = in->profile;
    bool said = profile_says(p, PROFILE_FITNESS);

    s->fit_until = said && p->has_until ? p->fit_until : DAY_NONE;
    s->fitness = in->facts->exam_asked ? MATCH_FITNESS_ASKED : MATCH_FITNESS_UNKNOWN;
    s->exam_first = in->facts->exam_asked;
    if (!said)
        return;
    if (p->fitness == PROFILE_FIT)
        s->fitness = MATCH_FITNESS_FIT;
    else if (p->fitness == PROFILE_FIT_LIMITS)
        s->fitness = MATCH_FITNESS_LIMITED;
    else if (p->fitness == PROFILE_UNFIT && s->fit_until >= s->earliest)
        s->fitness = MATCH_FITNESS_UNFIT;
    s->limits_in_words = p->fitness == PROFILE_FIT_LIMITS;
    s->exam_first = s->exam_first || (p->triggers & (PROFILE_TRIGGER_DISABILITY | PROFILE_TRIGGER_PREGNANCY |
                                                     PROFILE_TRIGGER_DIRECTOR));
}

static void knows(struct match_snapshot *s, uint32_t need, bool said, bool yes, bool no)
{
    if (said && yes)
        s->can |= need;
    else if (!said || !no)
        s->unsure |= need;
}

static void abilities(struct match_snapshot *s, const struct profile *p)
{
    s->can = 0;
    s->unsure = MATCH_NEED_FOOD_HYGIENE | MATCH_NEED_VACCINATION;
    knows(s, MATCH_NEED_LICENCE, profile_says(p, PROFILE_LICENCE), p->licence, !p->licence);
    knows(s, MATCH_NEED_FRENCH_SPOKEN, profile_says(p, PROFILE_FRENCH_SPOKEN), p->spoken == PROFILE_LEVEL_FLUENT,
          p->spoken == PROFILE_LEVEL_NONE);
    knows(s, MATCH_NEED_FRENCH_READ, profile_says(p, PROFILE_FRENCH_READ), p->read == PROFILE_LEVEL_FLUENT,
          p->read == PROFILE_LEVEL_NONE);
    s->families = p->families;
    s->aims = aims_of(p);
}

/* Where she comes from, how, and what of it is asked for. */
static void way(struct match_snapshot *s, const struct match_snapshot_in *in)
{
    const struct profile *p = in->profile;

    s->has_point = p->has_point || in->has_home;
    s->point = p->has_point ? (struct match_point){p->lat, p->lon} : (struct match_point){in->lat, in->lon};
    s->point_rough = !p->has_point;
    s->means = in->filter.means != 0 ? in->filter.means : p->means;
    s->travel_max_min = in->filter.travel_max_min > 0 ? in->filter.travel_max_min : p->travel_min;
    s->begin_from = in->filter.begin_from;
    s->home_by = in->filter.home_by;
}

static void times(struct match_material *m, const struct profile *p)
{
    struct match_snapshot *s = &m->s;

    s->free = p->free;
    s->n_free = p->n_free;
    if (!profile_says(p, PROFILE_AVAILABILITY)) {
        for (int d = 0; d < 7; d++)
            m->free[d] = (struct slot){d + 1, 0, SLOT_DAY, SLOT_EVERY, 0};
        s->free = m->free;
        s->n_free = 7;
    }
    s->job = p->job;
    s->n_job = p->n_job;
    s->job_extra_min = profile_says(p, PROFILE_JOB) && p->job_min > known_job(p) ? p->job_min - known_job(p) : 0;
}

static int add_busy(struct match_material *m, int32_t day, int32_t from_min, int32_t to_min, bool work)
{
    if (m->s.n_busy == MATCH_BUSY)
        return ERR_LIMIT;
    m->busy[m->s.n_busy++] = (struct match_busy){day, from_min, to_min, work};
    return ERR_OK;
}

/* Hours at which she said to be expected elsewhere (E-05); no work that a limit counts. */
static int appointments(struct match_material *m, const struct profile *p, int32_t begin)
{
    int rc = ERR_OK;

    for (size_t i = 0; i < p->n_commitments; i++) {
        const struct profile_commitment *c = &p->commitment[i];

        for (int32_t day = c->first > begin ? c->first : begin;
             c->to_min > 0 && day <= c->last && day <= m->s.horizon && rc == ERR_OK; day++)
            rc = add_busy(m, day, c->from_min, c->to_min, false);
    }
    return rc;
}

/* From the day before the first week, which a night's rest looks at. */
static int commitments(struct match_material *m, const struct match_snapshot_in *in)
{
    int32_t begin = m->s.earliest - day_weekday(m->s.earliest);
    int rc = appointments(m, in->profile, begin);

    for (size_t i = 0; i < in->n_own && rc == ERR_OK; i++) {
        const struct matching_time *t = &in->own[i];
        int32_t day = t->days.first > begin ? t->days.first : begin;

        for (; day <= t->days.last && day <= m->s.horizon && rc == ERR_OK; day++) {
            if (day_weekday(day) != t->slot.weekday ||
                (t->slot.weeks != SLOT_EVERY && (t->slot.weeks == SLOT_EVEN) != day_week_even(day)))
                continue;
            rc = add_busy(m, day, t->slot.from_min, t->slot.to_min, true);
        }
    }
    m->s.busy = m->busy;
    return rc;
}

size_t match_snapshot_holidays(int32_t first, const char *departement, int32_t out[MATCH_HOLIDAYS])
{
    return holiday_between(first, first + MATCH_DAYS, departement, out, MATCH_HOLIDAYS);
}

static void days(struct match_material *m, const struct match_snapshot_in *in)
{
    struct match_snapshot *s = &m->s;

    for (size_t i = 0; i < in->facts->n_away; i++)
        m->away[i] = (struct match_span){in->facts->away[i].first, in->facts->away[i].last};
    s->away = m->away;
    s->n_away = in->facts->n_away;
    for (size_t i = 0; i < in->profile->n_commitments; i++) {
        const struct profile_commitment *c = &in->profile->commitment[i];

        if (c->to_min == 0)
            m->away[s->n_away++] = (struct match_span){c->first, c->last};
    }
    s->holidays = in->holidays;
    s->n_holidays = in->n_holidays;
    if (s->holidays == NULL) {
        s->holidays = m->holidays;
        s->n_holidays = match_snapshot_holidays(s->earliest, in->facts->departement, m->holidays);
    }
}

static int places(struct match_material *m, const struct profile *p)
{
    struct buf folded SCOPED_BUF;

    buf_init_secret(&folded, MATCH_SNAPSHOT_FOLDED - 1);
    for (size_t i = 0; i < p->n_places; i++) {
        buf_reset(&folded);
        person_fold(p->place[i], strlen(p->place[i]), &folded);
        if (buf_err(&folded) != ERR_OK)
            return buf_err(&folded);
        if (folded.len > 0)
            memcpy(m->place[i], folded.data, folded.len);
        m->place[i][folded.len] = '\0';
    }
    return ERR_OK;
}

int match_snapshot_build(struct match_material *out, const struct match_snapshot_in *in)
{
    struct match_snapshot *s = &out->s;
    int rc;

    memset(s, 0, sizeof *s); /* of the lists, 40 KB, only what s counts is ever read */
    out->in = in;
    s->today = in->facts->today;
    s->earliest = in->from >= s->today ? in->from : s->today + 1;
    s->horizon = s->earliest + MATCH_DAYS;
    s->law = law(in->law);
    s->minor = in->facts->minor;
    s->avoid_hosts = in->profile->hosts;
    s->n_avoid_hosts = in->profile->n_hosts;
    s->avoid_sites = in->profile->sites;
    s->n_avoid_sites = in->profile->n_sites;
    measure(s, in);
    health(s, in);
    abilities(s, in->profile);
    way(s, in);
    times(out, in->profile);
    days(out, in);
    rc = places(out, in->profile);
    return rc == ERR_OK ? commitments(out, in) : rc;
}
