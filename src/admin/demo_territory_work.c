/* SPDX-License-Identifier: EUPL-1.2 */
/* Who comes to which post: near enough, at times that both have, for hours that the post takes, while there is a place,
 * and within the period. The plan is careful; the matcher and the database look again at every proposal. */
#include <string.h>

#include "admin/demo_territory_people.h"

#include "admin/demo_hours.h"
#include "admin/demo_measures.h"
#include "admin/demo_sheets.h"
#include "admin/invented_situation.h"
#include "base/err.h"

#include "base/banned.h"

#define METRES_A_MINUTE 300 /* of a straight line: what C-07 makes of it is not longer than she accepts */
#define LONGEST 330 /* days of one placement: the period has room for what comes before */
#define LONGEST_TNR 75

/* Days from the proposal to the first day of work, and in between. */
enum { PROPOSED = 14, ANSWERED = 10, MET = 7, DECIDED = 4, TOLD = 2 };

struct candidate {
    struct demo_territory *t;
    unsigned person;
    const struct profile *p;
    int ordered; /* minutes */
    struct demo_story_row *row;
};

static bool is_free(const struct profile *p, const struct slot *s)
{
    for (size_t k = 0; k < p->n_free; k++)
        if (p->free[k].weekday == s->weekday && p->free[k].from_min <= s->from_min && p->free[k].to_min >= s->to_min)
            return true;
    return false;
}

/* Needs that the person does not meet, or of which nobody knows enough. */
static bool needs_fail(const struct profile *p, const struct post_change_sheet *s)
{
    for (size_t k = 0; k < s->needs; k++) {
        if (strcmp(s->need[k], "loads") == 0 && p->fitness == PROFILE_FIT_LIMITS)
            return true;
        if ((strcmp(s->need[k], "french_read") == 0 && p->read != PROFILE_LEVEL_FLUENT) ||
            (strcmp(s->need[k], "french_spoken") == 0 && p->spoken != PROFILE_LEVEL_FLUENT))
            return true;
    }
    return false;
}

/* Two of the post's times, or all of them for who works; every other week for one in three. */
static bool choose_times(const struct candidate *c, const struct demo_sheets_row *post)
{
    const struct post_change_schedule *s = &post->sheet.schedule;
    const bool works = profile_says(c->p, PROFILE_JOB);
    const unsigned start = demo_territory_pick("times", c->person, (unsigned)s->slots);
    const bool slow = !works && demo_territory_pick("slow", c->person, 3) == 0;

    c->row->slots = 0;
    for (unsigned k = 0; k < s->slots && c->row->slots < 2; k++) {
        const struct slot *one = &s->slot[works ? k : (start + k) % s->slots];

        if (!is_free(c->p, one))
            continue;
        c->row->slot[c->row->slots] = *one;
        if (slow)
            c->row->slot[c->row->slots].weeks = c->person % 2 == 0 ? SLOT_EVEN : SLOT_ODD;
        c->row->slots++;
    }
    return c->row->slots > 0;
}

/* The day of the last hour, as days ago (negative: to come), for a first day so many days ago; more days than there can
 * be when it takes too long. worked: minutes by yesterday. */
static int last_day(const struct candidate *c, int first, int *worked)
{
    const struct demo_sheets_row *post = &c->t->plan->sheet[c->row->post];
    const int32_t today = day_number(&c->t->plan->began);
    int minutes = 0;

    *worked = 0;
    for (int ago = first; first - ago <= LONGEST; ago--) {
        minutes += demo_hours_minutes(c->row, post, today, today - ago);
        if (ago > 0)
            *worked = minutes;
        if (minutes >= c->ordered)
            return ago;
    }
    return first - LONGEST - 1;
}

static bool has_place(const struct candidate *c, int first, int last)
{
    const struct demo_plan *p = c->t->plan;
    int there = 0;

    for (unsigned i = 0; i < p->rows; i++) {
        const struct demo_story_row *r = &p->row[i];

        if (r->post == c->row->post && r->first >= last && c->t->booked[i] <= first)
            there++;
    }
    return there < p->sheet[c->row->post].sheet.schedule.places;
}

/* A first day for which her hours stand where her fate wants them; sets first. */
static bool choose_days(const struct candidate *c, enum demo_territory_fate fate, int *last)
{
    const int longest = strcmp(c->t->plan->measure[c->person].kind, "tnr") == 0 ? LONGEST_TNR : LONGEST;
    /* A minor is one today, and was sixteen at the judgment (M-03). */
    const int draw = (int)demo_territory_pick("first", c->person, invented_is_minor(c->person) ? 45 : 400);
    int worked;

    if (fate == DEMO_TERRITORY_PROPOSED || fate == DEMO_TERRITORY_ACCEPTED) {
        c->row->first = -10 - draw % 15;
        *last = last_day(c, c->row->first, &worked);
        return c->row->first - *last <= longest;
    }
    if (fate == DEMO_TERRITORY_FINISHED) {
        for (c->row->first = 30 + draw * 13 / 10; c->row->first < 590; c->row->first += 15) {
            *last = last_day(c, c->row->first, &worked);
            if (c->row->first - *last <= longest && *last >= 9)
                return true;
        }
        return false;
    }
    for (c->row->first = 8 + draw; c->row->first >= 8; c->row->first -= 12) {
        *last = last_day(c, c->row->first, &worked);
        if (c->row->first - *last <= longest && worked > 0 && worked * 10 < c->ordered * 9)
            return true;
    }
    return false;
}

static bool try_post(const struct candidate *c, unsigned post, enum demo_territory_fate fate, int *last)
{
    const struct demo_plan *p = c->t->plan;
    const struct demo_sheets_row *sheet = &p->sheet[post];
    const bool for_minors = strcmp(sheet->sheet.public, "minors") == 0;
    const struct post_change_schedule *s = &sheet->sheet.schedule;

    c->row->post = post;
    if (s->car_needed && !(c->p->means & INVENTED_SITUATION_CAR))
        return false;
    if (!c->t->post[post].open || for_minors != invented_is_minor(c->person) || needs_fail(c->p, &sheet->sheet) ||
        c->ordered < s->min_hours * 60 || c->ordered > s->max_hours * 60 ||
        demo_commune_metres(c->t->commune, c->t->communes, c->p->commune, p->host[sheet->host].sheet.insee) >
            c->p->travel_min * METRES_A_MINUTE ||
        !choose_times(c, sheet) || !choose_days(c, fate, last))
        return false;
    const int first = c->row->first + PROPOSED + 6;
    return first < c->t->post[post].since && -*last < c->t->post[post].until && has_place(c, c->row->first, *last);
}

/* How far it went, day by day. */
static void date(struct demo_story_row *row, unsigned i, enum demo_territory_fate fate, int last)
{
    const int first = row->first;

    if (fate == DEMO_TERRITORY_PROPOSED || fate == DEMO_TERRITORY_ACCEPTED) {
        row->proposed = fate == DEMO_TERRITORY_PROPOSED ? 1 + (int)(i % 9) : 9 + (int)(i % 8);
        row->answered = fate == DEMO_TERRITORY_PROPOSED ? 0 : row->proposed - 4;
        row->met = fate == DEMO_TERRITORY_PROPOSED || i % 2 == 0 ? 0 : row->answered - 3;
        return;
    }
    row->proposed = first + PROPOSED + (int)(i % 4);
    row->answered = first + ANSWERED;
    row->met = first + MET;
    row->decided = first + DECIDED;
    row->told = first + TOLD;
    row->delegated = false;
    row->done = fate == DEMO_TERRITORY_FINISHED;
    row->attested = row->done ? last - 6 - (int)(i % 3) : 0;
    if (!row->done && demo_territory_pick("unsettled", i, 3) == 0)
        row->waiting = 1 + (int)(i % 3);
}

/* One in five is looked a place for at the hosts with accounts first, so that their people have somebody to see. */
static bool skips(const struct candidate *c, unsigned post, bool accounts)
{
    const struct demo_plan *p = c->t->plan;

    return accounts && !p->host[p->sheet[post].host].founded;
}

bool demo_territory_people_place(struct demo_territory *t, unsigned i, enum demo_territory_fate fate)
{
    struct profile *p = &t->profile;
    struct demo_plan *plan = t->plan;
    const unsigned own = plan->posts - DEMO_OFFERS_POSTS;
    const unsigned start = demo_territory_pick("post", i, own);
    int last = 0;

    if (plan->rows == DEMO_PLAN_ROWS || invented_situation_facts(i, p) != ERR_OK)
        return false;
    struct demo_story_row *row = &plan->row[plan->rows];
    *row = (struct demo_story_row){.person = i};
    const struct candidate c = {t, i, p, plan->measure[i].hours * 60, row};
    for (unsigned k = demo_territory_pick("accounts", i, 5) == 0 ? 0 : own; k < 2 * own; k++) {
        const unsigned post = DEMO_OFFERS_POSTS + (start + k) % own;

        if (skips(&c, post, k < own) || !try_post(&c, post, fate, &last))
            continue;
        date(row, i, fate, last);
        demo_territory_people_say(row, i, profile_says(p, PROFILE_JOB));
        t->booked[plan->rows++] = last;
        return true;
    }
    return false;
}
