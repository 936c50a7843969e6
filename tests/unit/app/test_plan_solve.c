/* SPDX-License-Identifier: EUPL-1.2 */
/* A plan for many people, on small random worlds: its lines together leave every slot within its places on every day,
 * looked at a day at a time; everybody is in it once, its costs add up, and the same world gives the same plan. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/match_places.h"
#include "app/plan_solve.h"
#include "assign/plan.h"
#include "assign/problem.h"
#include "assign/solve.h"
#include "base/err.h"
#include "domain/day.h"
#include "match/order.h"

#include "base/banned.h"

#define PEOPLE 8
#define POSTS 6
#define SLOTS 3
#define TAKEN 12
#define WORLDS 400
#define TODAY 20500
#define DAYS 700

static struct {
    struct plan_people people;
    struct matching_posts posts;
    struct plan_person person[PEOPLE];
    struct plan_facts facts[PEOPLE];
    struct profile profile[PEOPLE];
    struct matching_post post[POSTS];
    struct slot slots[POSTS][SLOTS];
    struct matching_taken taken[TAKEN];
} w;
static uint64_t seed;

static int between(int lo, int hi)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return lo + (int)((seed >> 20) % (uint64_t)(hi - lo + 1));
}

static struct slot any_slot(void)
{
    static const int length[] = {180, 240, 420};
    int from = 480 + 60 * between(0, 5);

    return (struct slot){between(1, 3), from, from + length[between(0, 2)],
                         between(0, 3) == 0 ? (between(0, 1) ? SLOT_EVEN : SLOT_ODD) : SLOT_EVERY, 0};
}

static void make_post(size_t j)
{
    struct matching_post *p = &w.post[j];

    *p = (struct matching_post){
        .title = "", .host_name = "", .insee = "59350", .commune = "Lille", .host_active = true, .state = "inscribed",
        .departement = "59", .stop = "", .lines = "",
        .inscribed_on = TODAY - 300, .confirmed_on = TODAY, .located = true,
        .lat = 50600000 + 1000 * between(0, 200), .lon = 3060000, .places = between(1, 2), .family = 1,
        .version = 1, .slots = w.slots[j], .n_slots = (size_t)between(1, SLOTS)};
    memset(p->id.b, (int)j + 1, sizeof p->id.b);
    for (size_t k = 0; k < p->n_slots; k++) {
        w.slots[j][k] = any_slot();
        w.slots[j][k].weekday = 1 + (int)k; /* no two clash */
        w.slots[j][k].places = between(0, 2);
    }
}

static void make_taken(void)
{
    size_t n = 0;

    for (size_t j = 0; j < w.posts.n; j++)
        for (int k = between(0, 2); k > 0 && n < TAKEN; k--) {
            struct matching_taken *t = &w.taken[n++];

            t->post = w.post[j].id;
            t->who = (int32_t)n;
            t->time.slot = w.slots[j][0];
            t->time.days = (struct matching_span){TODAY - between(0, 60), TODAY + between(1, 200)};
        }
    w.posts.taken = w.taken;
    w.posts.n_taken = n;
}

static void make_person(size_t i)
{
    struct plan_facts *f = &w.facts[i];
    struct profile *p = &w.profile[i];
    struct plan_person *who = &w.person[i];

    *f = (struct plan_facts){.profile_version = 1, .measure = {
        .departement = "59", .today = TODAY, .kind = "main", .open = true, .version = 1, .consent = "court",
        .consented = true, .ordered_min = 60 * between(20, 60), .term = TODAY + between(100, 500)}};
    memset(f->measure.measure.b, (int)i + 1, sizeof f->measure.measure.b);
    memcpy(f->case_id.b, &i, sizeof i);
    f->measure.unplanned_min = f->measure.ordered_min;
    memset(p, 0, sizeof *p);
    p->said = 1u << PROFILE_AVAILABILITY;
    p->n_free = 1 + (size_t)between(0, 2);
    for (size_t k = 0; k < p->n_free; k++)
        p->free[k] = (struct slot){1 + (int)k, 480, between(0, 1) ? 1140 : 780, SLOT_EVERY, 0};
    if (between(0, 1)) {
        p->said |= 1u << PROFILE_HOME | 1u << PROFILE_TRANSPORT;
        p->has_point = true;
        p->lat = 50600000 + 1000 * between(0, 200);
        p->lon = 3060000 + 1000 * between(-100, 100);
        p->means = 1u << between(0, MATCH_MEANS - 1);
        p->travel_min = between(20, 60);
    }
    *who = (struct plan_person){.facts = f, .profile = p, .sources = {
        .facts = &f->measure, .law = &w.people.law, .profile = p, .from = TODAY + 1,
        .minutes = f->measure.unplanned_min}};
    if (between(0, 9) == 0) {
        who->lack = PLAN_PEOPLE_NO_PROFILE;
        who->profile = NULL;
        who->sources.profile = NULL;
    }
}

static void make_world(uint64_t n)
{
    seed = 88172645463325252u + n * 2654435761u;
    memset(&w, 0, sizeof w);
    w.people.law = (struct matching_law){
        .legal_week_min = 2100, .over_min = 720, .adult = {600, 2880, 660, 6, 0, 0, 0},
        .minor = {480, 2100, 720, 5, 270, 30, 1}, .plan_week_min = 2100, .least_session = 120,
        .fresh_days = 92, .warn_margin = 30, .warn_standing = 30,
        .travel = {1100, 300, 20000, 1300, 360, 1320, {0, 75, 15, 60}, {5, 230, 20, 60}, {12, 330, 30, 0},
                   {5, 550, 25, 0}}};
    w.people.from = TODAY + 1;
    w.people.person = w.person;
    w.people.facts = w.facts;
    w.posts.post = w.post;
    w.people.n = (size_t)between(1, PEOPLE);
    w.posts.n = (size_t)between(1, POSTS);
    for (size_t j = 0; j < w.posts.n; j++)
        make_post(j);
    make_taken();
    for (size_t i = 0; i < w.people.n; i++)
        make_person(i);
}

/* Person i against every post. */
static void look_at_all(size_t i, struct match_fit fit[POSTS])
{
    static struct match_material material;
    static struct match match;

    assert_int_equal(match_snapshot_build(&material, &w.person[i].sources), ERR_OK);
    assert_int_equal(match_begin(&match, &material.s), ERR_OK);
    for (size_t j = 0; j < w.people.posts->n; j++)
        assert_int_equal(match_post(&match, &w.people.posts->offer[j]->p, &fit[j], NULL), ERR_OK);
}

/* What a list of her own would say: with which post it begins, and of nobody's post how many fit and which rule most of
 * them fail. */
static void others_are_not_looked_at_for_nothing(const struct plan_solve *out)
{
    for (size_t i = 0; i < out->n; i++) {
        const struct plan_solve_line *l = &out->line[i];
        size_t count[MATCH_RULES] = {0};
        struct match_fit fit[POSTS];

        if (l->lack != PLAN_PEOPLE_WHOLE)
            continue;
        look_at_all(i, fit);
        for (size_t j = 0; j < w.people.posts->n; j++) {
            count[fit[j].rule]++;
            assert_true(fit[j].rule != MATCH_FITS || order_compare(&l->best_fit, &fit[j]) <= 0);
        }
        assert_true(l->fitting <= count[MATCH_FITS] && (l->fitting == 0) == (count[MATCH_FITS] == 0));
        assert_true((l->best == PLAN_SOLVE_NONE) == (l->fitting == 0));
        if (l->post == PLAN_SOLVE_NONE)
            assert_int_equal(l->fitting, count[MATCH_FITS]);
        for (int r = MATCH_FITS + 1; r < MATCH_RULES && count[MATCH_FITS] == 0; r++)
            assert_true(count[out->line[i].rule] >= count[r] && out->line[i].failing >= count[r]);
    }
}

/* Post j as somebody after these lines finds it: their times are booked. */
static struct match_post with_lines_before(const struct plan_solve *out, size_t i, size_t j,
                                           struct match_taken taken[MATCH_TAKEN])
{
    struct match_post p = w.people.posts->offer[j]->p;

    if (p.n_taken > 0)
        memcpy(taken, p.taken, p.n_taken * sizeof *taken);
    p.taken = taken;
    p.ready = NULL;
    for (size_t k = 0; k < i; k++)
        for (size_t t = 0; out->line[k].post == j && t < out->line[k].times.n; t++) {
            const struct match_fit *m = &out->line[k].meant;
            struct matching_time time = {out->line[k].times.slot[t], {m->first_day, m->last_day}};

            assert_int_equal(match_places_take(&w.people.posts->offer[j]->post, &time, taken, &p.n_taken), ERR_OK);
        }
    return p;
}

static void lines_are_computed_one_after_the_other(const struct plan_solve *out)
{
    static struct match_taken taken[MATCH_TAKEN];
    static struct match_material material;
    static struct match_snapshot meant;
    static struct match_plan plan;
    static struct match match;

    for (size_t i = 0; i < out->n; i++) {
        const struct plan_solve_line *l = &out->line[i];
        struct match_times times;
        struct match_fit fit;
        struct match_post p;

        if (l->post == PLAN_SOLVE_NONE)
            continue;
        p = with_lines_before(out, i, l->post, taken);
        assert_int_equal(match_snapshot_build(&material, &w.person[i].sources), ERR_OK);
        assert_int_equal(match_begin(&match, &material.s), ERR_OK);
        assert_int_equal(match_post(&match, &p, &fit, &plan), ERR_OK);
        assert_memory_equal(&fit, &l->fit, sizeof fit);
        match_times_of(&material, &plan, fit.last_day, &times);
        material.s.earliest = fit.first_day;
        assert_int_equal(match_times_propose(&match, &meant, &material, &p, &times, &fit, &plan), ERR_OK);
        assert_memory_equal(&fit, &l->meant, sizeof fit);
        assert_int_equal(times.n, l->times.n);
        assert_memory_equal(times.slot, l->times.slot, times.n * sizeof times.slot[0]);
    }
}

static void solve_world(struct plan_solve *out)
{
    assert_int_equal(territory_new(&w.people.posts, "", TODAY, &w.posts, NULL, 0), ERR_OK);
    assert_int_equal(plan_solve(&w.people, out), ERR_OK);
    others_are_not_looked_at_for_nothing(out);
    lines_are_computed_one_after_the_other(out);
    territory_drop(w.people.posts);
}

/* Is somebody there in this slot on this day, whose weekly time this is from a day to another? */
static int there(const struct slot *s, const struct slot *time, int32_t first, int32_t last, int32_t day)
{
    bool even = day_week_even(day);

    return day >= first && day <= last && day_weekday(day) == s->weekday && time->weekday == s->weekday &&
           time->from_min < s->to_min && time->to_min > s->from_min &&
           (time->weeks == SLOT_EVERY || (time->weeks == SLOT_EVEN) == even) &&
           (s->weeks == SLOT_EVERY || (s->weeks == SLOT_EVEN) == even);
}

static int lines_there(const struct plan_solve *out, size_t j, const struct slot *s, int32_t day)
{
    int n = 0;

    for (size_t i = 0; i < out->n; i++) {
        const struct plan_solve_line *l = &out->line[i];
        int here = 0;

        for (size_t k = 0; l->post == j && k < l->times.n; k++)
            here |= there(s, &l->times.slot[k], l->meant.first_day, l->meant.last_day, day);
        n += here;
    }
    return n;
}

static void no_slot_is_overbooked(const struct plan_solve *out)
{
    for (size_t j = 0; j < w.posts.n; j++)
        for (size_t k = 0; k < w.post[j].n_slots; k++) {
            const struct slot *s = &w.slots[j][k];
            int places = s->places > 0 ? s->places : w.post[j].places;

            for (int32_t day = TODAY; day < TODAY + DAYS; day++) {
                int lines = lines_there(out, j, s, day);
                int n = lines;

                for (size_t t = 0; t < w.posts.n_taken; t++)
                    if (uuid_eq(&w.taken[t].post, &w.post[j].id))
                        n += there(s, &w.taken[t].time.slot, w.taken[t].time.days.first,
                                   w.taken[t].time.days.last, day);
                if (lines > 0 && n > places)
                    fail_msg("post %zu, slot %zu, day %d: %d people, %d places", j, k, day - TODAY, n, places);
            }
        }
}

static void it_adds_up(const struct plan_solve *out)
{
    int64_t sum = 0;
    size_t placed = 0;

    assert_int_equal(out->n, w.people.n);
    for (size_t i = 0; i < out->n; i++) {
        const struct plan_solve_line *l = &out->line[i];

        sum += l->post == PLAN_SOLVE_NONE ? PLAN_SOLVE_UNMATCHED : l->cost;
        if (l->post == PLAN_SOLVE_NONE) {
            assert_true(l->lack != PLAN_PEOPLE_WHOLE || l->rule != MATCH_FITS);
            continue;
        }
        placed++;
        assert_int_equal(l->lack, PLAN_PEOPLE_WHOLE);
        assert_int_equal(l->cost, order_cost(&l->fit));
        assert_true(l->best_cost <= l->cost && l->times.n > 0 && l->cost <= ORDER_COST_MAX);
        assert_int_equal(l->meant.rule, MATCH_FITS);
        assert_int_equal(l->meant.minutes, w.facts[i].measure.unplanned_min);
        assert_true(l->meant.last_day <= w.facts[i].measure.term);
    }
    assert_int_equal(placed, out->placed);
    assert_true(sum == out->objective);
}

static void random_worlds(void **state)
{
    size_t placed = 0;
    size_t left = 0;
    size_t crowded = 0;

    (void)state;
    for (uint64_t n = 0; n < WORLDS; n++) {
        struct plan_solve out, again;

        make_world(n);
        solve_world(&out);
        no_slot_is_overbooked(&out);
        it_adds_up(&out);
        solve_world(&again);
        assert_memory_equal(out.line, again.line, out.n * sizeof *out.line);
        placed += out.placed;
        left += out.n - out.placed;
        for (size_t i = 0; i < out.n; i++)
            crowded += out.line[i].post == PLAN_SOLVE_NONE && out.line[i].rule == MATCH_RULE_CAPACITY &&
                       out.line[i].fitting > 0;
        plan_solve_release(&out);
        plan_solve_release(&again);
    }
    assert_true(placed > WORLDS && left > WORLDS / 2 && crowded > WORLDS / 10); /* the worlds are of every kind */
}

/* Posts with one place on Mondays, people who come to it six times. */
static void make_plain_world(size_t people, size_t posts)
{
    make_world(1);
    w.people.n = people;
    w.posts.n = posts;
    w.posts.n_taken = 0;
    for (size_t j = 0; j < posts; j++) {
        make_post(j);
        w.post[j].n_slots = 1;
        w.post[j].places = 1;
        w.slots[j][0] = (struct slot){1, 540, 960, SLOT_EVERY, 0};
        w.post[j].lat = j == 0 ? 50600000 : 50700000;
    }
    for (size_t i = 0; i < people; i++) {
        do
            make_person(i);
        while (w.person[i].lack != PLAN_PEOPLE_WHOLE);
        w.profile[i].said = 1u << PROFILE_AVAILABILITY;
        w.profile[i].has_point = false;
        w.profile[i].means = 0;
        w.profile[i].n_free = 1;
        w.profile[i].free[0] = (struct slot){1, 480, 1140, SLOT_EVERY, 0};
        w.facts[i].measure.ordered_min = w.facts[i].measure.unplanned_min = w.person[i].sources.minutes = 2520;
        w.facts[i].measure.term = TODAY + 500;
    }
}

/* Somebody is at the first post from a day to another. */
static void take_first(int32_t first, int32_t last)
{
    w.taken[0] = (struct matching_taken){w.post[0].id, {w.slots[0][0], {TODAY + first, TODAY + last}}, 1, false};
    w.posts.taken = w.taken;
    w.posts.n_taken = 1;
}

/* A week of the plan holds one session: who finds a slot taken by the line before comes at the other. */
static void who_finds_one_slot_taken_comes_at_the_other(void **state)
{
    struct plan_solve out;

    (void)state;
    make_plain_world(2, 1);
    w.people.law.plan_week_min = 480;
    w.post[0].n_slots = 2;
    w.slots[0][1] = (struct slot){2, 540, 960, SLOT_EVERY, 0};
    w.slots[0][0].places = 1;
    w.slots[0][1].places = 2;
    for (size_t i = 0; i < 2; i++) {
        w.profile[i].n_free = 2;
        w.profile[i].free[1] = (struct slot){2, 480, 1140, SLOT_EVERY, 0};
    }
    solve_world(&out);
    assert_int_equal(out.placed, 2);
    no_slot_is_overbooked(&out);
    plan_solve_release(&out);
}

static void who_comes_when_somebody_leaves_begins_then(void **state)
{
    struct plan_solve out;

    (void)state;
    make_plain_world(1, 1);
    take_first(-60, 40);
    solve_world(&out);
    assert_int_equal(out.placed, 1);
    assert_true(out.line[0].meant.first_day > TODAY + 40 && out.line[0].meant.first_day <= TODAY + 47);
    assert_int_equal(out.line[0].meant.first_day, out.line[0].fit.first_day);
    assert_int_equal(out.line[0].meant.last_day, out.line[0].fit.last_day);
    plan_solve_release(&out);
}

static void a_place_that_goes_between_is_nobodys(void **state)
{
    struct plan_solve out;

    (void)state;
    make_plain_world(PEOPLE, 2);
    take_first(15, 22);
    solve_world(&out);
    assert_int_equal(out.placed, 1);
    for (size_t i = 0; i < PEOPLE; i++) {
        assert_int_equal(out.line[i].fitting, 2);
        assert_true(out.line[i].post == 1 || out.line[i].post == PLAN_SOLVE_NONE);
    }
    plan_solve_release(&out);
}

static void one_place_is_given_once_and_to_whom_it_saves_most(void **state)
{
    struct plan_solve out;

    (void)state;
    make_plain_world(2, 2);
    for (size_t i = 0; i < 2; i++) {
        w.profile[i].said |= 1u << PROFILE_HOME;
        w.profile[i].has_point = true;
        w.profile[i].lat = i == 0 ? 50610000 : 50500000; /* both are nearer to the first post */
        w.profile[i].lon = 3060000;
    }
    solve_world(&out);
    assert_int_equal(out.placed, 2);
    assert_int_equal(out.line[0].best, 0);
    assert_int_equal(out.line[1].best, 0);
    assert_int_equal(out.line[0].post + out.line[1].post, 1);
    assert_int_equal(out.objective, out.line[0].cost + out.line[1].cost);
    plan_solve_release(&out);
}

/* What the whole table gives: every pair with its cost, solved at once. */
static void solve_all_pairs(struct plan *plan)
{
    struct problem p SCOPED_PROBLEM;
    struct problem_edge edge[PEOPLE * POSTS];
    uint32_t n = 0;
    uint32_t line;

    assert_int_equal(territory_new(&w.people.posts, "", TODAY, &w.posts, NULL, 0), ERR_OK);
    assert_int_equal(problem_init(&p, (uint32_t)w.people.n, (uint32_t)w.posts.n, PLAN_SOLVE_UNMATCHED), ERR_OK);
    for (size_t i = 0; i < w.people.n; i++) {
        struct match_fit fit[POSTS];

        look_at_all(i, fit);
        for (size_t j = 0; j < w.people.posts->n; j++)
            if (fit[j].rule == MATCH_FITS)
                edge[n++] = (struct problem_edge){(uint32_t)i, (uint32_t)j, order_cost(&fit[j]), 0};
    }
    for (size_t j = 0; j < w.posts.n; j++)
        p.places[j] = 1;
    assert_int_equal(problem_edges(&p, edge, n, &line), ERR_OK);
    assert_int_equal(solve(&p, plan), ERR_OK);
    territory_drop(w.people.posts);
}

/* Posts are looked at by their way, near ones first, and far ones only where the plan could want them. */
static void far_posts_are_left_out_only_where_nobody_wants_them(void **state)
{
    size_t far = 0;

    (void)state;
    for (uint64_t n = 0; n < WORLDS; n++) {
        struct plan plan SCOPED_PLAN;
        struct plan_solve out;

        make_plain_world((size_t)(n % PEOPLE) + 1, POSTS);
        seed += n * 2654435761u;
        for (size_t j = 0; j < POSTS; j++) {
            w.post[j].lat = 50600000 + 10000 * between(0, 60);
            w.post[j].lon = 3060000 + 10000 * between(0, 60);
            w.post[j].located = between(0, 9) > 0;
            w.slots[j][0].to_min = between(0, 1) ? 960 : 780;
        }
        for (size_t i = 0; i < w.people.n; i++) {
            w.profile[i].has_point = between(0, 9) > 0;
            w.profile[i].lat = 50600000 + 10000 * between(0, 60);
            w.profile[i].lon = 3060000 + 10000 * between(0, 60);
            w.profile[i].means = (uint32_t)between(0, (1 << MATCH_MEANS) - 1);
            w.facts[i].measure.term = TODAY + (between(0, 1) ? between(60, 180) : 500);
        }
        solve_all_pairs(&plan);
        solve_world(&out);
        assert_int_equal(out.objective, plan.objective);
        for (size_t i = 0; i < w.people.n; i++) {
            assert_true(out.line[i].post ==
                        (plan.post_of[i] == PROBLEM_NONE ? PLAN_SOLVE_NONE : (size_t)plan.post_of[i]));
            far += out.line[i].post != PLAN_SOLVE_NONE && out.line[i].post != out.line[i].best &&
                   out.line[i].fit.term[MATCH_TERM_TRAVEL] > out.line[i].best_fit.term[MATCH_TERM_TRAVEL] + 4;
        }
        plan_solve_release(&out);
    }
    assert_true(far > WORLDS / 4); /* a nearer one was wanted more by somebody else */
}

/* So that no term is beyond what a cost tells apart. */
static bool within(const struct match_fit *f)
{
    return f->term[MATCH_TERM_TRAVEL] <= 99 && f->term[MATCH_TERM_JOB] <= 49;
}

static void costs_follow_the_order(void **state)
{
    struct match_fit a, b;

    (void)state;
    seed = 7;
    for (int n = 0; n < 20000; n++) {
        memset(&a, 0, sizeof a);
        memset(&b, 0, sizeof b);
        for (int t = 0; t < 2; t++) {
            struct match_fit *f = t == 0 ? &a : &b;

            f->term[MATCH_TERM_MARGIN] = between(0, 2);
            f->term[MATCH_TERM_TRAVEL] = between(0, 3) == 0 ? MATCH_FAR : between(0, 120);
            f->term[MATCH_TERM_JOB] = between(0, 60);
            f->term[MATCH_TERM_AIM] = between(0, 1);
            f->term[MATCH_TERM_WEEKS] = between(1, 160);
        }
        if (order_compare(&a, &b) < 0 && within(&a) && within(&b))
            assert_true(order_cost(&a) <= order_cost(&b));
        assert_true(order_cost(&a) >= 0 && order_cost(&a) <= ORDER_COST_MAX);
    }
    memset(&a, 0, sizeof a);
    a.term[MATCH_TERM_MARGIN] = MATCH_SAFE_WEEKS;
    a.term[MATCH_TERM_TRAVEL] = MATCH_FAR;
    a.term[MATCH_TERM_JOB] = 800;
    a.term[MATCH_TERM_AIM] = 1;
    a.term[MATCH_TERM_WEEKS] = 160;
    assert_int_equal(order_cost(&a), 13 * 35000 + 99 * 350 + 49 * 7 + 3 + 2);
    assert_true((int64_t)ORDER_COST_MAX * PLAN_PEOPLE < PLAN_SOLVE_UNMATCHED); /* nobody is left out to save others */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_worlds),
        cmocka_unit_test(one_place_is_given_once_and_to_whom_it_saves_most),
        cmocka_unit_test(who_finds_one_slot_taken_comes_at_the_other),
        cmocka_unit_test(who_comes_when_somebody_leaves_begins_then),
        cmocka_unit_test(a_place_that_goes_between_is_nobodys),
        cmocka_unit_test(far_posts_are_left_out_only_where_nobody_wants_them),
        cmocka_unit_test(costs_follow_the_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
