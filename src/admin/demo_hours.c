/* SPDX-License-Identifier: EUPL-1.2 */
/* Reports bear idempotency keys; they are settled by what the list says of them, never by who reported them. */
#include <string.h>

#include "admin/demo_hours.h"

#include "admin/demo_forms.h"
#include "admin/demo_measures.h"
#include "admin/invented.h"
#include "app/report_hours.h"
#include "app/settle_hours.h"
#include "base/err.h"
#include "domain/holiday.h"

#include "base/banned.h"

#define HOME "59"
#define TEXT_MAX 2048
#define SETTLED_AFTER 3 /* days */
#define SHEET 28        /* days of one sheet of hours */

static const struct demo_hours_odd odd[] = {
    {DEMO_STORY_FURNITURE, 1, "attended", .longer = 20,
     .words = "Présence prolongée pour finir le ponçage d’une table.",
     .reason = "Dépassement confirmé par le chef d’équipe : le temps fait est crédité."},
    {DEMO_STORY_FURNITURE, -1, "attended", .longer = 45, .words = "A aidé à décharger un camion arrivé en retard."},
    {DEMO_STORY_QUARREL, -1, "attended", .longer = -75, .words = "Départ à 15 h 15, sans prévenir.",
     .contested = "phone"},
    {DEMO_STORY_ACCIDENT, 2, "attended", .longer = -75, .words = "Séance arrêtée après l’accident."},
    {DEMO_STORY_ACCIDENT, 3, "attended", .unsaid = true},
    {DEMO_STORY_ACCIDENT, 4, "excused", .words = "Arrêt de travail jusqu’à la fin de la semaine."},
    {DEMO_STORY_ACCIDENT, 5, "attended", .unsaid = true},
    {DEMO_STORY_LATE, 1, "attended", .late = 40},
    {DEMO_STORY_LATE, 3, "unexcused", .words = "Absence sans nouvelles, téléphone sur messagerie."},
};

#define ODD (sizeof odd / sizeof odd[0])

const struct demo_hours_odd *demo_hours_odd_at(unsigned i)
{
    return i < ODD ? &odd[i] : NULL;
}

struct work {
    const struct demo_scene *sc;
    struct demo_hours_session session[DEMO_HOURS_SESSIONS];
    struct uuid report[DEMO_HOURS_SESSIONS];
    size_t n;
};

static bool runs(const struct slot *s, int32_t day)
{
    return s->weekday == day_weekday(day) &&
           (s->weeks == SLOT_EVERY || (s->weeks == SLOT_EVEN) == day_week_even(day));
}

static bool is_holiday(int32_t day)
{
    int32_t found;

    return holiday_between(day, day, HOME, &found, 1) > 0;
}

static bool is_closed(const struct demo_sheets_row *post, int32_t ahead)
{
    for (size_t k = 0; k < DEMO_SHEETS_CLOSURES && post->closed != NULL; k++)
        if (post->closure[k].first < post->closure[k].last && post->closure[k].first <= ahead &&
            ahead <= post->closure[k].last)
            return true;
    return false;
}

size_t demo_hours_sessions(const struct demo_story_row *row, const struct demo_sheets_row *post, int32_t today,
                           int ordered_min, struct demo_hours_session out[DEMO_HOURS_SESSIONS])
{
    const int32_t last = today - (row->ended > 0 ? row->ended : 1);
    int left = row->done ? ordered_min : INT32_MAX;
    size_t n = 0;

    for (int32_t day = today - row->first; day <= last; day++) {
        for (size_t k = 0; k < row->slots && !is_closed(post, day - today) && !is_holiday(day); k++) {
            const struct slot *s = &row->slot[k];

            if (!runs(s, day) || left <= 0 || n == DEMO_HOURS_SESSIONS)
                continue;
            const int minutes = slot_minutes(s) < left ? slot_minutes(s) : left;
            out[n++] = (struct demo_hours_session){day, s->from_min, s->from_min + minutes};
            left -= row->done ? minutes : 0;
        }
    }
    return n;
}

int demo_hours_minutes(const struct demo_story_row *row, const struct demo_sheets_row *post, int32_t today,
                       int32_t day)
{
    int minutes = 0;

    for (size_t k = 0; k < row->slots; k++)
        if (runs(&row->slot[k], day) && !is_closed(post, day - today) && !is_holiday(day))
            minutes += slot_minutes(&row->slot[k]);
    return minutes;
}

size_t demo_hours_of(const struct demo_scene *sc, struct demo_hours_session out[DEMO_HOURS_SESSIONS])
{
    const struct demo_plan *plan = sc->sessions->plan;

    return demo_hours_sessions(sc->row, &plan->sheet[sc->row->post], day_number(&plan->began),
                               plan->measure[sc->row->person].hours * 60, out);
}

/* What is odd about session i; NULL for most. */
static const struct demo_hours_odd *oddity(const struct work *w, size_t i)
{
    const struct demo_plan *plan = w->sc->sessions->plan;

    for (size_t k = 0; k < plan->odds; k++) {
        const struct demo_hours_odd *o = &plan->odd[k];

        if (o->row == w->sc->number && i == (size_t)(o->session < 0 ? (int)w->n + o->session : o->session))
            return o;
    }
    return NULL;
}

static bool by_host(const struct demo_scene *sc)
{
    return sc->tutor != DEMO_SESSIONS_NOBODY;
}

static int ago(const struct demo_scene *sc, int32_t day)
{
    return (int)(day_number(&sc->sessions->plan->began) - day);
}

static struct hours_session told(const struct work *w, size_t i, const struct demo_hours_odd *k)
{
    const struct demo_hours_session *s = &w->session[i];
    struct hours_session out = {.attendance = k == NULL ? "attended" : k->attendance,
                                .channel = by_host(w->sc) ? "online" : "signed_sheet"};

    day_from_number(&out.day, s->day);
    if (strcmp(out.attendance, "attended") != 0)
        return out;
    out.timed = true;
    out.from_min = s->from_min + (k == NULL ? 0 : k->late);
    out.to_min = s->to_min + (k == NULL ? 0 : k->longer);
    if (k == NULL || k->contested == NULL) {
        out.word = "agreed";
        out.word_channel = "signed_sheet";
    }
    return out;
}

/* The day on which a session is written down: the last one of its four weeks. */
static int32_t sheet_day(const struct work *w, size_t i)
{
    const int32_t sheet = w->session[i].day / SHEET;

    while (i + 1 < w->n && w->session[i + 1].day / SHEET == sheet)
        i++;
    return w->session[i].day;
}

static int report(struct work *w, size_t i)
{
    static const char request[] = "hours";
    const struct demo_scene *sc = w->sc;
    const struct demo_hours_odd *k = oddity(w, i);
    const struct service_caller *c;
    struct buf words SCOPED_BUF;
    struct report_hours_in in = {.request = {request, sizeof request - 1}, .placement = sc->placement,
                                 .session = told(w, i, k)};
    struct report_hours_out out;
    enum refusal no = REFUSAL_NONE;

    if (k != NULL && k->unsaid)
        return ERR_OK;
    buf_init_secret(&words, TEXT_MAX);
    if (k != NULL && k->words != NULL)
        demo_forms_text(&words, "text", k->words);
    in.words = (struct vault_bytes){words.data, words.len};
    invented_key_of("hours", sc->number * DEMO_HOURS_SESSIONS + (unsigned)i, &in.key);
    int rc = demo_scene_as(sc, by_host(sc) ? sc->tutor : sc->counsellor, ago(sc, sheet_day(w, i)), &c);
    if (rc != ERR_OK)
        return rc;
    rc = report_hours_new(sc->sessions->service, c, &in, demo_forms_week, &out, &no);
    w->report[i] = out.id;
    return demo_offers_judge("report of hours", rc, no);
}

/* The person says on the telephone that it was otherwise. */
static int contest(const struct work *w, const struct hours_report *r, size_t i, const char *channel)
{
    const struct demo_scene *sc = w->sc;
    const struct service_caller *c;
    enum refusal no = REFUSAL_NONE;
    int32_t version;

    if (strcmp(r->session.word == NULL ? "" : r->session.word, "contested") == 0)
        return ERR_OK;
    int rc = demo_scene_as(sc, sc->counsellor, ago(sc, w->session[i].day), &c);
    if (rc != ERR_OK)
        return rc;
    rc = report_hours_word(sc->sessions->service, c, &r->id, r->version, "contested", channel, &version, &no);
    return demo_offers_judge("word of a person", rc, no);
}

/* Never who reported it: what a counsellor wrote down, her director settles. */
static int settle(const struct work *w, const struct hours_report *r, size_t i, const struct demo_hours_odd *k)
{
    const struct demo_scene *sc = w->sc;
    const struct service_caller *c;
    struct buf reason SCOPED_BUF;
    struct settle_hours_in in = {.report = r->id, .expected = r->version, .credited = r->minutes};
    struct settle_hours_out out;
    enum refusal no = REFUSAL_NONE;
    const int when = ago(sc, sheet_day(w, i)) - SETTLED_AFTER;

    buf_init_secret(&reason, TEXT_MAX);
    if (k != NULL && k->reason != NULL)
        demo_forms_text(&reason, "text", k->reason);
    in.reason = (struct vault_bytes){reason.data, reason.len};
    int rc = demo_scene_as(sc, by_host(sc) ? sc->counsellor : sc->director, when > 0 ? when : 0, &c);
    if (rc != ERR_OK)
        return rc;
    rc = settle_hours_do(sc->sessions->service, c, &in, &out, &no);
    return demo_offers_judge("settlement of hours", rc, no);
}

static int judge(const struct work *w, const struct hours_report *r)
{
    size_t i = 0;

    while (i < w->n && !uuid_eq(&w->report[i], &r->id))
        i++;
    if (i == w->n || strcmp(r->state, "reported") != 0)
        return ERR_OK;
    const struct demo_hours_odd *k = oddity(w, i);
    if (k != NULL && k->contested != NULL)
        return contest(w, r, i, k->contested);
    if (i + (size_t)w->sc->row->waiting >= w->n)
        return ERR_OK;
    return settle(w, r, i, k);
}

static int settle_page(const struct work *w, const struct hours_cursor *after, struct hours_cursor *last, bool *more)
{
    const struct demo_scene *sc = w->sc;
    struct report_hours_list_out page;
    enum refusal no = REFUSAL_NONE;
    int rc = report_hours_list(sc->sessions->service, &sc->sessions->of[sc->counsellor].caller, &sc->placement, after,
                               &page, &no);

    rc = demo_offers_judge("reports of a placement", rc, no);
    *more = rc == ERR_OK && page.more;
    for (size_t i = 0; i < page.n && rc == ERR_OK; i++) {
        const struct hours_report *r = &page.item[i];

        *last = (struct hours_cursor){r->session.day, r->session.from_min, r->id};
        rc = judge(w, r);
    }
    report_hours_list_release(&page);
    return rc;
}

static int settle_all(const struct work *w)
{
    struct hours_cursor after, last;
    bool more;
    int rc = settle_page(w, NULL, &last, &more);

    while (rc == ERR_OK && more) {
        after = last;
        rc = settle_page(w, &after, &last, &more);
    }
    return rc;
}

int demo_hours_work(const struct demo_scene *sc)
{
    struct work w = {.sc = sc};
    int rc = ERR_OK;

    w.n = demo_hours_of(sc, w.session);
    for (size_t i = 0; i < w.n && rc == ERR_OK; i++)
        rc = report(&w, i);
    return rc == ERR_OK ? settle_all(&w) : rc;
}
