/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "admin/demo_scene.h"

#include "admin/demo_plan.h"
#include "admin/demo_sheets.h"
#include "base/err.h"
#include "base/log.h"

#include "base/banned.h"

size_t demo_scene_counsellor(const struct demo_sessions *t, unsigned person)
{
    return demo_sessions_find(t->cast, "counsellor", NULL, t->plan->counsellor[person]);
}

size_t demo_scene_director(const struct demo_sessions *t, unsigned person)
{
    const size_t counsellor = demo_scene_counsellor(t, person);

    if (counsellor == DEMO_SESSIONS_NOBODY)
        return DEMO_SESSIONS_NOBODY;
    return demo_sessions_find(t->cast, "director", t->cast->account[counsellor].organisation, 0);
}

int demo_scene_set(struct demo_scene *sc, struct demo_sessions *t, const struct demo_offers *o, unsigned i)
{
    const struct cast *cast = t->cast;
    const struct demo_story_row *row = &t->plan->row[i];
    const char *host = t->plan->host[t->plan->sheet[row->post].host].sheet.name;

    *sc = (struct demo_scene){.sessions = t, .offers = o, .number = i, .row = row};
    sc->counsellor = demo_scene_counsellor(t, row->person);
    sc->director = demo_scene_director(t, row->person);
    if (sc->director == DEMO_SESSIONS_NOBODY) {
        log_error("demo: the cast lacks a counsellor or her director");
        return ERR_NOTFOUND;
    }
    sc->manager = demo_sessions_find(cast, "host_manager", host, 0);
    sc->tutor = demo_sessions_find(cast, "tutor", host, 0);
    return ERR_OK;
}

size_t demo_scene_host(const struct demo_scene *sc)
{
    return sc->manager == DEMO_SESSIONS_NOBODY ? sc->counsellor : sc->manager;
}

struct day demo_scene_day(const struct demo_scene *sc, int ago)
{
    return demo_plan_day(sc->sessions->plan, -ago);
}

int demo_scene_as(const struct demo_scene *sc, size_t account, int ago, const struct service_caller **c)
{
    const struct day on = demo_scene_day(sc, ago);

    return demo_sessions_as(sc->sessions, account, &on, c);
}

int demo_scene_look(const struct demo_scene *sc, struct list_placements_whole **out)
{
    const struct service_caller *c = &sc->sessions->of[sc->counsellor].caller;
    enum refusal no = REFUSAL_NONE;
    int rc = list_placements_one(sc->sessions->service, c, &sc->placement, out, &no);

    return demo_offers_judge("look at a placement", rc, no);
}

const struct uuid *demo_scene_measure(const struct demo_scene *sc)
{
    return &sc->sessions->cast->measure_id[sc->row->person];
}
