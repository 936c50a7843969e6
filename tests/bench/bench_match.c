/* SPDX-License-Identifier: EUPL-1.2 */
/* Speed of the matcher: one person against 8,000 posts, a year of calendar, from the same seed at every run. Prints for
 * each person microseconds of processor for each post, and milliseconds for all of them; the best of
 * several rounds, because others use the machine too. Not run by make test. Build and run:
 *
 *     make bench-match
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "match/match.h"
#include "match/ready.h"

#define POSTS  8000
#define ROUNDS 30
#define AT(h)  ((h) * 60)

static struct match_post posts[POSTS];
static struct match_fit fits[POSTS];
static struct slot slots[POSTS][6];
static struct match_span closures[POSTS][3];
static struct match_taken taken[POSTS][8];
static struct {
    struct match_ready r;
    struct ready_slot slot[6];
    uint64_t sets[READY_SETS(6, READY_WORDS)];
} ready[POSTS];
static uint64_t state = 88172645463325252u;

static int between(int lo, int hi)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return lo + (int)((state >> 20) % (uint64_t)(hi - lo + 1));
}

/* Nearly all places of every slot are taken, for some weeks or for the whole year. */
static void fill_post(int i, int32_t today)
{
    struct match_post *p = &posts[i];

    p->n_taken = 8;
    for (size_t k = 0; k < p->n_taken; k++) {
        int first = between(-60, 200);

        taken[i][k] = (struct match_taken){between(0, (int)p->n_slots - 1), SLOT_EVERY,
                                           {today + first, today + first + between(60, 400)}, 1, 0};
    }
    p->places = between(1, 2);
}

/* Two to six slots of half a day, three closures, up to eight people placed already; a fifth of the posts fail a rule
 * that needs no calendar. */
static void make_post(int i, int32_t today)
{
    struct match_post *p = &posts[i];
    int n = between(2, 6);

    *p = (struct match_post){
        .host_active = between(1, 20) > 1, .inscription = MATCH_INSCRIPTION_RUNNING, .inscribed_on = today - 400,
        .confirmed_on = today - between(0, 110), .needs_habilitation = between(0, 1) == 1,
        .habilitation = {today - 300, today + 1500}, .has_point = true, .places = between(1, 4),
        .point = {50600000 + between(-200000, 200000), 3060000 + between(-300000, 300000)},
        .slots = slots[i], .closures = closures[i], .taken = taken[i], .task = 1u << between(0, 11),
    };
    memcpy(p->id.b, &i, sizeof i);
    for (int k = 0; k < n; k++) {
        int morning = k % 2;

        slots[i][k] = (struct slot){1 + (k / 2 + i) % 6, morning ? AT(8) : AT(13), morning ? AT(12) : AT(17),
                                    between(0, 4) == 0 ? SLOT_EVEN : SLOT_EVERY, 0};
    }
    p->n_slots = (size_t)n;
    for (int k = 0; k < 3; k++)
        closures[i][k] = (struct match_span){today + 100 * k + 30, today + 100 * k + 30 + between(0, 20)};
    p->n_closures = 3;
    p->n_taken = (size_t)between(0, 8);
    for (size_t k = 0; k < p->n_taken; k++) {
        int first = between(-60, 60);

        taken[i][k] = (struct match_taken){between(0, n - 1), SLOT_EVERY, {today + first, today + first + 90}, 1, 0};
    }
}

static double now(void);

/* As the service keeps them in memory. */
static void make_ready(int32_t today)
{
    struct ready_weeks weeks;
    double t = now();

    ready_weeks_from(&weeks, today);
    for (int i = 0; i < POSTS; i++) {
        if (ready_make(&posts[i], &weeks, ready[i].slot, ready[i].sets, &ready[i].r) != ERR_OK)
            abort();
        posts[i].ready = &ready[i].r;
    }
    printf("made ready, once for everybody: %.3f us a post\n", (now() - t) / POSTS);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void measure(const char *what, const struct match_snapshot *s)
{
    static struct match m;
    double best = 1e18;
    int fit = 0;
    int64_t sessions = 0;

    for (int round = 0; round < ROUNDS; round++) {
        double t = now();
        double u;

        if (match_begin(&m, s) != ERR_OK)
            abort();
        for (int i = 0; i < POSTS; i++)
            if (match_post(&m, &posts[i], &fits[i], NULL) != ERR_OK)
                abort();
        u = now();
        best = u - t < best ? u - t : best;
        fit = 0;
        sessions = 0;
        for (int i = 0; i < POSTS; i++) {
            fit += fits[i].rule == MATCH_FITS;
            sessions += fits[i].sessions;
        }
    }
    printf("%s: %.3f us a post, %.2f ms in all (%d posts, %d fit, %.1f sessions each)\n", what, best / POSTS,
           best / 1000, POSTS, fit, (double)sessions / POSTS);
}

int main(void)
{
    struct slot free[7];
    struct slot job[5];
    int32_t holidays[11];
    struct match_snapshot s = {
        .today = 20758, .horizon = 20758 + 366, .measure_open = true, .ordered_min = 105 * 60,
        .remaining_min = 105 * 60, .term = 20758 + 500, .fitness = MATCH_FITNESS_FIT, .fit_until = DAY_NONE, .can = 127,
        .has_point = true, .point = {50630000, 3060000}, .means = 1u << MATCH_MEANS_TRANSIT, .travel_max_min = 75,
        .free = free, .n_free = 7, .job = job, .holidays = holidays,
        .law = {.legal_week_min = 2100, .over_min = 720, .least_session = 60, .fresh_days = 92, .warn_margin = 30,
                .warn_standing = 92,
                .travel = {1100, 300, 20000, 1300, AT(6), AT(22),
                           {{0, 75, 15, 60}, {5, 230, 20, 60}, {12, 330, 30, 0}, {5, 550, 25, 0}, {5, 550, 25, 0}}},
                .adult = {.day_min = 600, .week_min = 2880, .rest_min = 660, .week_days = 6}},
    };

    for (int d = 0; d < 7; d++)
        free[d] = (struct slot){d + 1, AT(7), AT(20), SLOT_EVERY, 0};
    for (int d = 0; d < 5; d++)
        job[d] = (struct slot){d + 1, AT(12), AT(19), SLOT_EVERY, 0};
    for (int k = 0; k < 11; k++)
        holidays[k] = s.today + 25 + 32 * k;
    for (int i = 0; i < POSTS; i++)
        make_post(i, s.today);
    make_ready(s.today);
    measure("105 hours, without a job", &s);
    s.n_job = 5;
    measure("105 hours, with 35 hours of job", &s);
    s.n_holidays = 11;
    s.remaining_min = s.ordered_min = 400 * 60;
    s.law.plan_week_min = 8 * 60;
    measure("400 hours at 8 a week, with a job and holidays", &s);
    s.n_job = 0;
    s.minor = true;
    s.law.minor = (struct match_labour){.day_min = 480, .week_min = 2100, .rest_min = 720, .week_days = 5,
                                           .two_off = true, .no_night = true, .unbroken_min = 270, .break_min = 30,
                                           .hard = true};
    for (int i = 0; i < POSTS; i++)
        posts[i].minors = true;
    s.remaining_min = s.ordered_min = 120 * 60;
    s.law.plan_week_min = 0;
    measure("120 hours of a minor, every limit hard", &s);
    s.minor = false;
    for (int i = 0; i < POSTS; i++) {
        posts[i].minors = false;
        fill_post(i, s.today);
    }
    make_ready(s.today);
    s.remaining_min = s.ordered_min = 105 * 60;
    measure("105 hours, posts nearly full, holidays", &s);
    s.n_job = 5;
    measure("105 hours, posts nearly full, holidays, with a job", &s);
    return 0;
}
