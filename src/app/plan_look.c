/* SPDX-License-Identifier: EUPL-1.2 */
/* Posts lie from south to north, so that of those that are too far most are not even passed. */
#include "app/plan_look.h"
#include "app/plan_near.h"
#include "base/err.h"
#include "match/journey.h"
#include "match/order.h"

#include "base/banned.h"

/* minutes of way; the second is what match/order.h tells apart */
#define NEAREST 20
#define FARTHEST 490

static int32_t farther(int32_t minutes)
{
    return minutes <= FARTHEST / 2 ? 2 * minutes : PLAN_NEAR_ALL;
}

/* The rule that most posts fail; the first of those that are alike. */
static void why_not(struct plan_solve_line *l, const size_t fails[MATCH_RULES])
{
    l->rule = MATCH_FITS;
    l->failing = 0;
    for (int r = MATCH_FITS + 1; r < MATCH_RULES; r++)
        if (fails[r] > l->failing) {
            l->rule = (enum match_rule)r;
            l->failing = fails[r];
        }
}

static int match(struct plan_work *w, size_t j, struct match_fit *fit)
{
    struct match_post copy;
    uint32_t places = 0;

    return match_post(&w->at->match, match_offer_for(w->people->posts->offer[j], &w->at->material, &copy, &places), fit,
                      NULL);
}

/* Nothing fits: the rules that she fails. */
static int look_why(struct plan_work *w, struct plan_solve_line *l)
{
    size_t fails[MATCH_RULES] = {0};
    int rc = ERR_OK;

    for (size_t j = 0; j < w->people->posts->n && rc == ERR_OK; j++) {
        struct match_fit fit;

        rc = match(w, j, &fit);
        fails[fit.rule]++;
    }
    why_not(l, fails);
    return rc;
}

/* H-14, C-06, C-07. */
static bool may_fit(const struct plan_work_view *v, const struct plan_work_place *p)
{
    return (v->days & p->days) != 0 && v->minor == p->minors &&
           (!p->has_point || plan_near_is_in(&v->reach, &p->point));
}

static bool is_within(const struct plan_work_view *v, const struct plan_work_place *p)
{
    return v->minutes == PLAN_NEAR_ALL || (p->has_point ? plan_near_is_in(&v->seen, &p->point) : v->minutes > 0);
}

bool plan_look_saw(const struct plan_work *w, size_t i, size_t j)
{
    const struct plan_work_view *v = &w->view[i];

    return !v->whole || is_within(v, &w->place[j]) || !may_fit(v, &w->place[j]);
}

static unsigned char *gone(const struct plan_work *w, size_t i, size_t j, unsigned char *bit)
{
    size_t at = i * w->people->posts->n + j;

    *bit = (unsigned char)(1u << at % 8);
    return &w->gone[at / 8];
}

void plan_look_go(struct plan_work *w, size_t i, size_t j)
{
    unsigned char bit;

    *gone(w, i, j, &bit) |= bit;
}

static int look_at(struct plan_work *w, size_t i, size_t j)
{
    struct plan_solve_line *l = &w->out->line[i];
    struct match_fit fit;
    unsigned char bit;
    int rc = match(w, j, &fit);

    if (rc != ERR_OK || fit.rule != MATCH_FITS)
        return rc;
    if (l->fitting++ == 0 || order_compare(&fit, &l->best_fit) < 0) {
        l->best = j;
        l->best_fit = fit;
        l->best_cost = order_cost(&fit);
    }
    return *gone(w, i, j, &bit) & bit ? ERR_OK : plan_work_edge(&w->found, i, j, order_cost(&fit));
}

/* Unless it was seen with a view that she had before. */
static int look_new(struct plan_work *w, size_t i, const struct plan_work_view *was, const struct plan_work_north *p)
{
    const struct plan_work_view *v = &w->view[i];

    return may_fit(v, &p->place) && is_within(v, &p->place) && !is_within(was, &p->place) ? look_at(w, i, p->post)
                                                                                          : ERR_OK;
}

/* The southernmost post from this latitude on. */
static size_t first_from(const struct plan_work *w, int32_t lat)
{
    size_t lo = w->unlocated;
    size_t hi = w->people->posts->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (w->north[mid].place.point.lat < lat)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* At posts within so many minutes that were not looked at. Who is looked at begins with the match of her. */
static int look_within(struct plan_work *w, size_t i, int32_t minutes)
{
    struct plan_work_view *v = &w->view[i];
    const struct plan_work_view was = *v;
    const struct plan_work_north *p = w->north;
    const struct plan_work_north *end = p + w->people->posts->n;
    const struct travel_box *box;
    int rc = ERR_OK;

    v->minutes = plan_near_box(&w->at->material.s, minutes, &v->seen) ? minutes : PLAN_NEAR_ALL;
    box = v->minutes == PLAN_NEAR_ALL ? &v->reach : &v->seen;
    for (; p < w->north + w->unlocated && rc == ERR_OK; p++)
        rc = look_new(w, i, &was, p);
    for (p = w->north + first_from(w, box->least.lat); p < end && p->place.point.lat <= box->most.lat && rc == ERR_OK;
         p++)
        if (p->place.point.lon >= box->least.lon && p->place.point.lon <= box->most.lon)
            rc = look_new(w, i, &was, p);
    return rc;
}

/* Posts that are too far for her anyway, most of a département, are not looked at; nor those that are farther than
 * others that fit, until a plan could want them: then her best one too is among those that were. */
static int look(struct plan_work *w, size_t i)
{
    static const struct travel_box everywhere = {{INT32_MIN, INT32_MIN}, {INT32_MAX, INT32_MAX}};
    static const struct travel_box nowhere = {{INT32_MAX, INT32_MAX}, {INT32_MIN, INT32_MIN}};
    struct plan_solve_line *l = &w->out->line[i];
    struct plan_work_view *v = &w->view[i];
    int rc = plan_work_begin(w, i);

    *v = (struct plan_work_view){.whole = true, .minor = w->at->material.s.minor, .seen = nowhere,
                                 .days = plan_work_days(w->at->material.s.free, w->at->material.s.n_free)};
    if (rc == ERR_OK && !journey_reach(&w->at->material.s, &v->reach))
        v->reach = everywhere;
    for (int32_t minutes = NEAREST; rc == ERR_OK && v->minutes != PLAN_NEAR_ALL && l->fitting == 0;
         minutes = farther(minutes))
        rc = look_within(w, i, minutes);
    return rc == ERR_OK && l->fitting == 0 ? look_why(w, l) : rc;
}

int plan_look_nearest(struct plan_work *w)
{
    int rc = ERR_OK;

    for (size_t i = 0; i < w->people->n && rc == ERR_OK; i++)
        if (w->people->person[i].lack == PLAN_PEOPLE_WHOLE)
            rc = look(w, i);
    return rc;
}

static bool wants_more(const struct plan_work *w, size_t i)
{
    int32_t minutes = w->view[i].minutes;

    return minutes != PLAN_NEAR_ALL && w->plan.value[i] >= plan_near_cost(minutes);
}

/* Until something is found, which may change what all others pay: who has no place yet would look at everything. */
static int widen(struct plan_work *w, size_t i)
{
    int32_t enough = plan_near_over(w->plan.value[i]);
    size_t n = w->found.n;
    int rc = ERR_OK;

    while (rc == ERR_OK && w->found.n == n && wants_more(w, i)) {
        int32_t next = farther(w->view[i].minutes);

        rc = look_within(w, i, enough < next ? enough : next);
    }
    return rc;
}

int plan_look_widen(struct plan_work *w, bool *more)
{
    int rc = ERR_OK;

    w->found.n = 0;
    for (size_t i = 0; i < w->people->n && rc == ERR_OK; i++) {
        if (!w->view[i].whole || !wants_more(w, i))
            continue;
        rc = plan_work_begin(w, i);
        if (rc == ERR_OK)
            rc = widen(w, i);
    }
    *more = w->found.n > 0;
    return rc == ERR_OK && *more ? problem_add(&w->problem, w->found.edge, (uint32_t)w->found.n) : rc;
}
