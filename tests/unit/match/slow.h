/* SPDX-License-Identifier: EUPL-1.2 */
/* A slow and obvious matcher: every rule is asked, then the first in the order that said no is the verdict. A day is an
 * array of minutes; a session is found by trying every beginning and every end. Written from the headers, shares no
 * line with src/match but the distance and the minutes that it takes. */
#ifndef JALON_TESTS_MATCH_SLOW_H
#define JALON_TESTS_MATCH_SLOW_H

#include <string.h>

#include "match/snapshot.h"
#include "match/outcome.h"
#include "match/travel.h"

struct slow {
    const struct match_snapshot *s;
    const struct match_post *p;
    const struct match_labour *law;
    bool no[MATCH_RULES];
    int32_t needed;
    int32_t first_day, last_day, minutes, sessions, left;
    int32_t job_minutes[2]; /* of odd and even weeks */
    /* the day and week at hand */
    int32_t monday, job, week_work;
    bool worked[7];
    int32_t day, day_work, yesterday_end, tomorrow_begin;
    int32_t end_of[2]; /* of the last session: day, minute */
    bool refused[MATCH_RULES];
    int32_t open, with_place;
    int32_t run, run_end; /* minutes worked on the day at hand since the last break, and when the session ended */
    int32_t before;       /* of them what counts for the piece at hand */
    /* the journey */
    int32_t lo[8], hi[8];       /* hours that are left of each day of the week, of which 1 is Monday */
    int32_t begins[8], ends[8]; /* of what is in common */
    int32_t by, from, to;
    uint32_t warnings;
};

static bool slow_runs(enum slot_weeks w, int32_t day)
{
    if (w == SLOT_EVERY)
        return true;
    return w == (day_week_even(day) ? SLOT_EVEN : SLOT_ODD);
}

static void slow_mark(unsigned char *at, unsigned char bit, const struct slot *list, size_t n, int32_t day)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].weekday == day_weekday(day) && slow_runs(list[i].weeks, day))
            for (int m = list[i].from_min; m < list[i].to_min; m++)
                at[m] |= bit;
}

enum { FREE = 1, JOB = 2, DATED = 4, WORK = 8, MINE = 16 };

/* What the person does on each minute of a day. */
static void slow_day(const struct slow *x, int32_t day, unsigned char at[SLOT_DAY])
{
    memset(at, 0, SLOT_DAY);
    slow_mark(at, FREE, x->s->free, x->s->n_free, day);
    slow_mark(at, JOB, x->s->job, x->s->n_job, day);
    for (size_t i = 0; i < x->s->n_busy; i++)
        if (x->s->busy[i].day == day)
            for (int m = x->s->busy[i].from_min; m < x->s->busy[i].to_min; m++)
                at[m] |= x->s->busy[i].work ? DATED | WORK : DATED;
}

/* Minutes of work on a day without the plan, its first minute and the one after its last (1440 and 0: none). */
static int32_t slow_work(const struct slow *x, int32_t day, int32_t *begin, int32_t *end)
{
    unsigned char at[SLOT_DAY];
    int32_t sum = 0;
    bool some = false;

    *begin = SLOT_DAY;
    *end = 0;
    for (size_t i = 0; i < x->s->n_job; i++)
        some = some || x->s->job[i].weekday == day_weekday(day);
    for (size_t i = 0; i < x->s->n_busy; i++)
        some = some || x->s->busy[i].day == day;
    if (!some)
        return 0;
    slow_day(x, day, at);
    for (int m = 0; m < SLOT_DAY; m++) {
        sum += (at[m] & JOB ? 1 : 0) + (at[m] & WORK ? 1 : 0);
        if (at[m] & (JOB | WORK)) {
            *begin = m < *begin ? m : *begin;
            *end = m + 1;
        }
    }
    return sum;
}

/* Monday of two weeks of which one is even and one odd; after week 53 comes week 1. */
static int32_t slow_pair(int32_t day)
{
    int32_t monday = day - day_weekday(day) + 1;

    return day_week_even(monday) == day_week_even(monday + 7) ? monday + 7 : monday;
}

static bool slow_in(const struct match_span *list, size_t n, int32_t day)
{
    bool in = false;

    for (size_t i = 0; i < n; i++)
        in = in || (day >= list[i].first && day <= list[i].last);
    return in;
}

static bool slow_night(int m)
{
    return m < 6 * 60 || m >= 22 * 60;
}

/* Minutes of the job in an odd and in an even week. */
static void slow_job(struct slow *x)
{
    unsigned char at[SLOT_DAY];
    int32_t monday = slow_pair(x->s->today);

    x->job_minutes[0] = x->job_minutes[1] = x->s->job_extra_min;
    for (int32_t day = monday; day < monday + 14; day++) {
        int even = day_week_even(day);

        memset(at, 0, sizeof at);
        slow_mark(at, JOB, x->s->job, x->s->n_job, day);
        for (int m = 0; m < SLOT_DAY; m++)
            x->job_minutes[even] += at[m] ? 1 : 0;
    }
}

/* Which slot a minute of a day belongs to and whether the two have it in common; -1: not. */
static void slow_common(const struct slow *x, int32_t day, bool cut_night, int owner[SLOT_DAY])
{
    unsigned char at[SLOT_DAY];

    slow_day(x, day, at);
    for (int m = 0; m < SLOT_DAY; m++)
        owner[m] = -1;
    for (size_t i = 0; i < x->p->n_slots; i++) {
        const struct slot *s = &x->p->slots[i];

        if (s->weekday == day_weekday(day) && slow_runs(s->weeks, day))
            for (int m = s->from_min; m < s->to_min; m++)
                if ((at[m] & FREE) && !(at[m] & JOB) && !(cut_night && slow_night(m)) &&
                    m >= x->lo[s->weekday] && m < x->hi[s->weekday])
                    owner[m] = (int)i;
    }
}

/* End of the run of minutes with one owner that begins at m. */
static int slow_run(const int owner[SLOT_DAY], int m)
{
    int end = m;

    while (end < SLOT_DAY && owner[end] == owner[m])
        end++;
    return end;
}

/* Over an even and an odd week: is anything long enough in common, with night and without? */
static void slow_fortnight(struct slow *x, bool *any, bool *any_by_day, bool *night)
{
    int owner[SLOT_DAY];
    bool cut = x->law->no_night && x->law->hard;
    int32_t monday = slow_pair(x->s->today);

    *any = *any_by_day = *night = false;
    for (int d = 1; d <= 7; d++) {
        x->begins[d] = SLOT_DAY;
        x->ends[d] = 0;
    }
    for (int32_t day = monday; day < monday + 14; day++)
        for (int pass = 0; pass < 2; pass++) {
            int d = day_weekday(day);

            slow_common(x, day, pass == 1 && cut, owner);
            for (int m = 0, end; m < SLOT_DAY; m = end) {
                end = slow_run(owner, m);
                if (owner[m] < 0 || end - m < x->needed)
                    continue;
                *(pass == 0 ? any : any_by_day) = true;
                for (int k = m; k < end && pass == 1; k++) {
                    *night = *night || slow_night(k);
                    x->begins[d] = k < x->begins[d] ? k : x->begins[d];
                    x->ends[d] = k + 1 > x->ends[d] ? k + 1 : x->ends[d];
                }
            }
        }
}

/* Minutes of work from a to b on the day at hand: as few breaks as may be, none of which is worked. */
static int32_t slow_worked(const struct slow *x, int32_t a, int32_t b)
{
    int32_t most = x->law->unbroken_min;
    if (!x->law->hard || most == 0)
        return b - a;
    for (int n = 0;; n++) {
        int32_t work = b - a - n * x->law->break_min;

        if (work <= most - x->before + n * most) /* until the first break, and after each */
            return work;
    }
}

/* The first minute by which so much is worked from a on. */
static int32_t slow_end(const struct slow *x, int32_t a, int32_t work)
{
    int32_t b = a + work;

    while (slow_worked(x, a, b) < work)
        b++;
    return b;
}

/* A session was made. */
static void slow_ran(struct slow *x, int32_t a, int32_t b, int32_t work)
{
    x->run = x->before + work;
    for (int32_t gone = work; gone < b - a; gone += x->law->break_min)
        x->run = x->run > x->law->unbroken_min ? x->run - x->law->unbroken_min : 0;
    x->run_end = b;
}

/* Do the first `upto` limits hold with a session [a, b) on the day at hand? Their order is that of the rules. */
static bool slow_holds(const struct slow *x, int32_t a, int32_t b, int upto)
{
    const struct match_law *law = &x->s->law;
    int32_t job = x->job;
    bool has_job = x->s->n_job > 0 || x->s->job_extra_min > 0;
    bool works = x->worked[(x->day - x->monday) % 7];
    int days = works ? 0 : 1;
    bool two_off = false;
    int32_t work = slow_worked(x, a, b);

    if (has_job && job + x->week_work + work > law->legal_week_min + law->over_min)
        return false;
    if (!x->law->hard)
        return true;
    for (int d = 0; d < 7; d++) {
        bool off = !x->worked[d] && d != x->day - x->monday;

        days += x->worked[d] ? 1 : 0;
        two_off = two_off || (d < 6 && off && !x->worked[d + 1] && d + 1 != x->day - x->monday);
    }
    if (upto >= 1 && x->law->week_min > 0 && job + x->week_work + work > x->law->week_min)
        return false;
    if (upto >= 2 && x->law->day_min > 0 && x->day_work + work > x->law->day_min)
        return false;
    if (upto >= 3 && x->law->rest_min > 0 &&
        ((x->yesterday_end > 0 && SLOT_DAY - x->yesterday_end + a < x->law->rest_min) ||
         SLOT_DAY - b + x->tomorrow_begin < x->law->rest_min))
        return false;
    if (upto >= 4 && !works && x->law->week_days > 0 && days > x->law->week_days)
        return false;
    return upto < 5 || works || !x->law->two_off || two_off;
}

static void slow_session(struct slow *x, int32_t planned_this_week, int32_t from, int32_t to, int32_t *got)
{
    static const enum match_rule rule[] = {MATCH_RULE_WEEK,        MATCH_RULE_LABOUR_WEEK, MATCH_RULE_LABOUR_DAY,
                                           MATCH_RULE_LABOUR_REST, MATCH_RULE_LABOUR_DAYS, MATCH_RULE_LABOUR_OFF};
    int32_t want = x->left < x->s->law.least_session ? x->left : x->s->law.least_session;

    bool breaks = x->law->hard && x->law->unbroken_min > 0; /* else longer is never less */
    bool long_enough = false;

    *got = 0;
    x->before = from - x->run_end < x->law->break_min ? x->run : 0;
    for (int32_t a = from; a < to && *got == 0; a++) {
        int32_t end = slow_end(x, a, want);

        long_enough = long_enough || end <= to;
        for (int32_t b = end <= to && slow_holds(x, a, end, 5) ? to : 0; b >= end && (breaks || *got == 0); b--) {
            int32_t work = slow_worked(x, a, b);

            if (work < want || work < *got || work > x->left || !slow_holds(x, a, b, 5) ||
                (x->s->law.plan_week_min > 0 && planned_this_week + work > x->s->law.plan_week_min))
                continue;
            *got = work;
            x->end_of[0] = x->day;
            x->end_of[1] = b;
        }
        if (*got > 0) {
            slow_ran(x, a, x->end_of[1], *got);
            x->first_day = x->sessions++ == 0 ? x->day : x->first_day;
        }
    }
    if (*got > 0 || !long_enough)
        return;
    for (int r = 0; r < 6; r++) {
        bool somewhere = false;

        for (int32_t a = from; a < to; a++)
            somewhere = somewhere || (slow_end(x, a, want) <= to && slow_holds(x, a, slow_end(x, a, want), r));
        if (!somewhere) {
            x->refused[rule[r]] = true;
            return;
        }
    }
}

static void slow_plan(struct slow *x, int32_t start)
{
    const struct match_snapshot *s = x->s;
    int32_t first = s->earliest >= s->today ? s->earliest : s->today + 1;
    int32_t end = first - day_weekday(first) + 1 + MATCH_DAYS;
    int32_t planned = 0;
    int32_t ignore;
    int owner[SLOT_DAY];
    unsigned char at[SLOT_DAY];

    x->end_of[0] = DAY_NONE;
    x->monday = DAY_NONE;
    if (start > s->horizon)
        return;
    for (int32_t day = start - day_weekday(start) + 1; day <= s->horizon && day < end && x->left > 0; day++) {
        bool closed = slow_in(s->away, s->n_away, day) || slow_in(x->p->closures, x->p->n_closures, day);
        bool holiday = false;
        bool ours = false;

        x->day = day;
        if (day_weekday(day) == 1) {
            planned = x->week_work = 0;
            x->monday = day;
            x->job = x->job_minutes[day_week_even(day)];
            for (int d = 0; d < 7; d++) {
                int32_t work = slow_work(x, day + d, &ignore, &ignore);

                if (work > 0)
                    slow_day(x, day + d, at);
                for (int m = 0; m < SLOT_DAY && work > 0; m++)
                    x->week_work += at[m] & WORK ? 1 : 0;
                x->worked[d] = work > 0;
            }
        }
        for (size_t i = 0; i < x->p->n_slots; i++)
            ours = ours || x->p->slots[i].weekday == day_weekday(day);
        if (day < start || closed || !ours)
            continue;
        for (size_t i = 0; i < s->n_holidays; i++)
            holiday = holiday || s->holidays[i] == day;
        closed = closed || (holiday && !x->p->open_holidays);
        slow_common(x, day, x->law->no_night && x->law->hard, owner);
        x->run = 0;
        slow_day(x, day, at);
        x->day_work = slow_work(x, day, &ignore, &ignore);
        (void)slow_work(x, day - 1, &ignore, &x->yesterday_end);
        (void)slow_work(x, day + 1, &x->tomorrow_begin, &ignore);
        if (x->end_of[0] == day - 1 && x->end_of[1] > x->yesterday_end)
            x->yesterday_end = x->end_of[1];
        for (int m = 0, stop; m < SLOT_DAY && x->left > 0; m = stop) {
            int64_t places = 0;
            bool seen = false;

            stop = slow_run(owner, m);
            if (owner[m] < 0 || stop - m < x->needed || closed)
                continue;
            places = x->p->slots[owner[m]].places > 0 ? x->p->slots[owner[m]].places : x->p->places;
            for (size_t i = 0; i < x->p->n_taken; i++)
                if (x->p->taken[i].slot == owner[m] && slow_in(&x->p->taken[i].days, 1, day) &&
                    slow_runs(x->p->taken[i].weeks, day))
                    places -= x->p->taken[i].places;
            for (int a = m, b; a < stop && x->left > 0; a = b) {
                int32_t got;

                for (b = a; b < stop && (at[b] & DATED) == (at[a] & DATED); b++)
                    continue;
                if ((at[a] & DATED) || b - a < x->needed)
                    continue;
                x->open += seen ? 0 : 1;
                x->with_place += seen || places <= 0 ? 0 : 1;
                seen = true;
                if (places <= 0)
                    continue;
                slow_session(x, planned, a, b, &got);
                if (got > 0) {
                    planned += got;
                    x->week_work += got;
                    x->day_work += got;
                    x->worked[day - x->monday] = true;
                    x->left -= got;
                    x->minutes += got;
                    x->last_day = x->left == 0 ? day : DAY_NONE;
                }
            }
        }
    }
}

struct slow_load {
    int32_t people;
    int32_t most; /* 0: nobody is followed, or nobody said */
};

static bool slow_fuller(struct slow_load a, struct slow_load b)
{
    int32_t over = (a.people - a.most) - (b.people - b.most);

    return a.most > 0 && (b.most == 0 || over > 0 || (over == 0 && a.people > b.people));
}

/* People whom the one in charge follows on the fullest day from the first session to the last, at a slot that she could
 * come to were it open, and how many she takes on. */
static struct slow_load slow_led(const struct slow *x)
{
    int owner[SLOT_DAY];
    struct slow_load full = {0, x->p->tutor_max};

    for (int32_t day = x->first_day; x->p->n_led > 0 && day <= x->last_day; day++) {
        bool common[MATCH_SLOTS] = {false};
        struct slow weekly = *x;
        struct match_snapshot s = *x->s;

        s.n_busy = 0;
        weekly.s = &s;
        slow_common(&weekly, day, x->law->no_night && x->law->hard, owner);
        for (int m = 0, end; m < SLOT_DAY; m = end) {
            end = slow_run(owner, m);
            if (owner[m] >= 0 && end - m >= x->needed)
                common[owner[m]] = true;
        }
        for (int32_t k = 0; k < MATCH_SLOTS; k++) {
            struct slow_load here = {0, 0};

            for (size_t i = 0; common[k] && i < x->p->n_led; i++)
                if (x->p->led[i].slot == k && slow_in(&x->p->led[i].days, 1, day) &&
                    slow_runs(x->p->led[i].weeks, day)) {
                    here.people += x->p->led[i].places;
                    here.most = x->p->led[i].led_max;
                }
            full = slow_fuller(here, full) ? here : full;
        }
    }
    return full;
}

/* Rules that need no calendar, each by itself. */
static void slow_ask(struct slow *x, bool night)
{
    const struct match_snapshot *s = x->s;
    const struct match_post *p = x->p;
    int32_t first = s->earliest >= s->today ? s->earliest : s->today + 1;
    bool *no = x->no;

    no[MATCH_RULE_PUBLIC] = p->minors ? !s->minor : s->minor;
    no[MATCH_RULE_HOST] = !p->host_active;
    no[MATCH_RULE_HABILITATION] =
        p->needs_habilitation && (p->habilitation.first == DAY_NONE || p->habilitation.last < first);
    no[MATCH_RULE_INSCRIPTION] =
        p->inscription == MATCH_INSCRIPTION_NONE || p->inscription == MATCH_INSCRIPTION_REMOVED;
    no[MATCH_RULE_SUSPENDED] = p->inscription == MATCH_INSCRIPTION_SUSPENDED;
    no[MATCH_RULE_FRESH] = s->law.fresh_days > 0 &&
                           (p->confirmed_on == DAY_NONE || p->confirmed_on + s->law.fresh_days < s->today);
    no[MATCH_RULE_REFUSED] = s->consent == MATCH_CONSENT_REFUSED;
    no[MATCH_RULE_CONSENT] = s->consent == MATCH_CONSENT_TO_COLLECT;
    no[MATCH_RULE_MEASURE] = !(s->measure_open && s->remaining_min > 0);
    for (int bit = 0; bit < 32; bit++)
        no[MATCH_RULE_FAMILY] = no[MATCH_RULE_FAMILY] || ((s->families >> bit & 1) && (p->barred >> bit & 1));
    for (size_t i = 0; i < s->n_avoid_hosts; i++)
        no[MATCH_RULE_AVOID_HOST] = no[MATCH_RULE_AVOID_HOST] || memcmp(&s->avoid_hosts[i], &p->host, 16) == 0;
    for (size_t i = 0; i < s->n_avoid_sites; i++)
        no[MATCH_RULE_AVOID_PLACE] = no[MATCH_RULE_AVOID_PLACE] || memcmp(&s->avoid_sites[i], &p->site, 16) == 0;
    for (size_t i = 0; i < s->n_avoid_zones; i++)
        no[MATCH_RULE_AVOID_PLACE] =
            no[MATCH_RULE_AVOID_PLACE] ||
            (p->has_point && travel_metres(&p->point, &s->avoid_zones[i].centre) <= s->avoid_zones[i].radius_m);
    no[MATCH_RULE_AVOID_PLACE] = no[MATCH_RULE_AVOID_PLACE] || p->avoid_place;
    no[MATCH_RULE_AVOID_PERSON] = p->avoid_person;
    for (int i = 0; i < MATCH_NEEDS; i++) {
        uint32_t bit = 1u << i;
        bool body = bit == MATCH_NEED_HEIGHTS || bit == MATCH_NEED_LOADS;

        if (!(p->needs & bit))
            continue;
        if (!body && !(s->can & bit) && !(s->unsure & bit))
            no[MATCH_RULE_NEED] = true;
        if (body && s->fitness == MATCH_FITNESS_LIMITED && (s->fit_limits & bit))
            no[MATCH_RULE_LIMITED] = true;
    }
    no[MATCH_RULE_HOURS] =
        (p->min_min > 0 && s->ordered_min < p->min_min) || (p->max_min > 0 && s->ordered_min > p->max_min);
    no[MATCH_RULE_UNFIT] = s->fitness == MATCH_FITNESS_UNFIT;
    if (!s->exam_later && (s->minor || s->exam_first || p->special_risk || p->care_setting || night))
        no[MATCH_RULE_EXAM] = s->fitness == MATCH_FITNESS_UNKNOWN || s->fitness == MATCH_FITNESS_ASKED ||
                              s->fit_until < first;
}

/* Whether something is still in common within [lo, hi) on one day of the week, with 0 on each; if not, and it was
 * before, that is this rule's doing. */
static void slow_cut(struct slow *x, int32_t lo, int32_t hi, int d, enum match_rule rule)
{
    bool any, before, after, night;

    slow_fortnight(x, &any, &before, &night);
    for (int i = 1; i <= 7; i++) {
        if (d != 0 && d != i)
            continue;
        x->lo[i] = lo > x->lo[i] ? lo : x->lo[i];
        x->hi[i] = hi < x->hi[i] ? hi : x->hi[i];
    }
    slow_fortnight(x, &any, &after, &night);
    if (before && !after)
        x->no[rule] = true;
}

/* The rules of the way, with every means tried by itself. common: something is in common. */
static void slow_journey(struct slow *x, bool common)
{
    const struct match_snapshot *s = x->s;
    const struct match_post *p = x->p;
    const struct match_travel_law *law = &s->law.travel;
    bool known = s->has_point && p->has_point;
    bool may[MATCH_MEANS], near[MATCH_MEANS], has_any = false, near_any = false, others = false;
    struct travel_range way[MATCH_MEANS];
    int32_t first[8], last[8]; /* that the host states */
    bool any, night, outside = false;

    for (int d = 1; d <= 7; d++) {
        first[d] = p->transit_first;
        last[d] = p->transit_last;
    }
    if (p->transit_saturday.first != 0)
        first[6] = p->transit_saturday.first;
    if (p->transit_saturday.last != 0)
        last[6] = p->transit_saturday.last;
    if (p->transit_sunday.first != 0)
        first[7] = p->transit_sunday.first;
    if (p->transit_sunday.last != 0)
        last[7] = p->transit_sunday.last;
    for (int d = 6; d <= 7; d++)
        if ((d == 6 ? p->transit_saturday : p->transit_sunday).none)
            first[d] = last[d] = SLOT_DAY + 1;
    for (int by = 0; by < MATCH_MEANS; by++) {
        bool motor = by == MATCH_MEANS_CAR || by == MATCH_MEANS_SCOOTER;
        int32_t rough = (s->point_rough ? law->centre_m : 0) + (p->point_rough ? law->centre_m : 0);
        int32_t metres = known ? travel_metres(&s->point, &p->point) : 0;

        way[by] = travel_minutes(law, (enum match_means)by, metres < rough ? 0 : metres - rough, metres + rough);
        may[by] = (s->means >> by & 1) != 0;
        if (s->means == 0)
            may[by] = p->car_needed ? motor : by == MATCH_MEANS_TRANSIT;
        may[by] = may[by] && (motor || !p->car_needed);
        near[by] = may[by] && (!known || ((s->travel_max_min == 0 || way[by].from <= s->travel_max_min) &&
                                          (law->means[by].most_min == 0 || way[by].from <= law->means[by].most_min)));
        has_any = has_any || may[by];
        near_any = near_any || near[by];
    }
    x->no[MATCH_RULE_CAR] = !has_any;
    x->no[MATCH_RULE_TRAVEL] = has_any && !near_any && s->means != 0;
    x->warnings = (known ? 0 : MATCH_WARN_DISTANCE) | (p->car_needed && s->means == 0 ? MATCH_WARN_CAR : 0);
    for (int by = 0; by < MATCH_MEANS; by++) {
        near[by] = near[by] || (may[by] && !near_any && s->means == 0);
        others = others || (near[by] && by != MATCH_MEANS_TRANSIT);
    }
    if (s->begin_from > 0) {
        slow_cut(x, s->begin_from, SLOT_DAY, 0, MATCH_RULE_ASKED);
        slow_fortnight(x, &any, &common, &night);
    }
    for (int d = 1; d <= 7; d++) {
        int32_t runs_from = first[d] == 0 && s->means != 0 ? law->transit_first : first[d];
        int32_t runs_to = last[d] != 0 ? last[d] : s->means != 0 ? law->transit_last : SLOT_DAY;

        outside = outside || (x->ends[d] > 0 && (x->begins[d] < runs_from || x->ends[d] > runs_to));
    }
    if (near[MATCH_MEANS_TRANSIT] && common && outside) {
        near[MATCH_MEANS_TRANSIT] = !others;
        x->warnings |= others ? 0 : MATCH_WARN_TRANSIT;
        for (int d = 1; d <= 7 && !others && s->means != 0 && !s->whole; d++)
            slow_cut(x, first[d], last[d] == 0 ? SLOT_DAY : last[d], d, MATCH_RULE_TRANSIT);
    }
    x->by = x->from = x->to = -1;
    for (int by = MATCH_MEANS - 1; by >= 0; by--)
        if (known && near[by] && (x->by < 0 || way[by].to <= way[x->by].to))
            x->by = by;
    if (x->by >= 0) {
        x->from = way[x->by].from;
        x->to = way[x->by].to;
        x->warnings |= s->travel_max_min > 0 && x->to > s->travel_max_min ? MATCH_WARN_TRAVEL : 0;
    }
    if (s->home_by > 0)
        slow_cut(x, 0, s->home_by - (x->to < 0 ? 0 : x->to), 0, MATCH_RULE_ASKED);
}

static enum match_rule slow_match(struct slow *x, const struct match_snapshot *s, const struct match_post *p)
{
    int32_t start = s->earliest >= s->today ? s->earliest : s->today + 1;
    bool any, any_by_day, night, ignore, cut = false;

    memset(x, 0, sizeof *x);
    for (int d = 1; d <= 7; d++)
        x->hi[d] = SLOT_DAY;
    x->s = s;
    x->p = p;
    x->law = s->minor ? &s->law.minor : &s->law.adult;
    x->left = s->remaining_min;
    x->needed = s->remaining_min < s->law.least_session ? s->remaining_min : s->law.least_session;
    x->first_day = x->last_day = DAY_NONE;
    slow_fortnight(x, &any, &any_by_day, &night);
    slow_journey(x, any_by_day);
    for (int d = 1; d <= 7; d++)
        cut = cut || x->lo[d] > 0 || x->hi[d] < SLOT_DAY;
    if (cut)
        slow_fortnight(x, &ignore, &ignore, &night);
    slow_ask(x, night);
    x->no[MATCH_RULE_NIGHT] = any && !any_by_day;
    x->no[MATCH_RULE_SLOTS] = !any;
    for (int r = 1; r < MATCH_RULES; r++)
        if (x->no[r])
            return (enum match_rule)r;

    slow_job(x);
    if (p->needs_habilitation && p->habilitation.first > start)
        start = p->habilitation.first;
    if (p->inscribed_on > start)
        start = p->inscribed_on;
    if (p->earliest > start)
        start = p->earliest;
    slow_plan(x, start);
    if (x->sessions == 0) {
        if (x->open == 0)
            return MATCH_RULE_DAYS;
        if (x->with_place == 0)
            return MATCH_RULE_CAPACITY;
        for (int r = MATCH_RULE_WEEK; r <= MATCH_RULE_LABOUR_OFF; r++)
            if (x->refused[r])
                return (enum match_rule)r;
    }
    if (x->last_day == DAY_NONE)
        return MATCH_RULE_HORIZON;
    if (p->needs_habilitation && x->last_day > p->habilitation.last)
        return MATCH_RULE_STANDING;
    return x->last_day > s->term ? MATCH_RULE_PERIOD : MATCH_FITS;
}

#endif
