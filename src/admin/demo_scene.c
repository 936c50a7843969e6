/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "admin/demo_scene.h"

#include "admin/demo_sheets.h"
#include "base/err.h"
#include "base/log.h"

#include "base/banned.h"

static size_t counsellors(const struct cast *cast)
{
    size_t n = 0;

    while (demo_sessions_find(cast, "counsellor", NULL, n) != DEMO_SESSIONS_NOBODY)
        n++;
    return n;
}

size_t demo_scene_counsellor(const struct cast *cast, unsigned person)
{
    size_t n = counsellors(cast);

    return n == 0 ? DEMO_SESSIONS_NOBODY : demo_sessions_find(cast, "counsellor", NULL, person % n);
}

int demo_scene_set(struct demo_scene *sc, struct demo_sessions *t, const struct demo_offers *o, unsigned i)
{
    const struct cast *cast = t->cast;
    const struct demo_story_row *row = demo_story_at(i);
    const char *host = demo_offers_host(demo_sheets_at(row->post)->host);

    *sc = (struct demo_scene){.sessions = t, .offers = o, .number = i, .row = row};
    sc->counsellor = demo_scene_counsellor(cast, row->person);
    if (sc->counsellor == DEMO_SESSIONS_NOBODY) {
        log_error("demo: the cast has no counsellor");
        return ERR_NOTFOUND;
    }
    sc->director = demo_sessions_find(cast, "director", cast->account[sc->counsellor].organisation, 0);
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
    struct day d;

    day_from_number(&d, day_number(&sc->sessions->cast->began) - ago);
    return d;
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
