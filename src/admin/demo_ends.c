/* SPDX-License-Identifier: EUPL-1.2 */
/* Each step looks first at how far the placement is. */
#include <stdlib.h>
#include <string.h>

#include "admin/demo_ends.h"

#include "admin/invented.h"
#include "app/attest.h"
#include "app/run_placement.h"
#include "base/err.h"

#include "base/banned.h"

/* The host ends it before all hours are done. */
static int end(const struct demo_scene *sc, const struct placement *now)
{
    const struct day on = demo_scene_day(sc, sc->row->ended);
    const struct service_caller *c;
    enum refusal no = REFUSAL_NONE;
    int32_t version;

    if (sc->row->ended == 0 || strcmp(now->state, "signed") != 0)
        return ERR_OK;
    int rc = demo_scene_as(sc, sc->counsellor, sc->row->ended, &c);
    if (rc != ERR_OK)
        return rc;
    rc = run_placement_end(sc->sessions->service, c, &sc->placement, now->version, &on, "host", &version, &no);
    return demo_offers_judge("end of a placement", rc, no);
}

static int attest(const struct demo_scene *sc, const struct placement *now)
{
    static const char request[] = "attestation";
    struct attest_in in = {.request = {request, sizeof request - 1}, .placement = sc->placement,
                           .expected = now->version, .on = demo_scene_day(sc, sc->row->attested)};
    const struct service_caller *c;
    struct attest_out out;
    enum refusal no = REFUSAL_NONE;

    if (sc->row->attested == 0 || strcmp(now->state, "ended") != 0 || now->attested_on.year != 0)
        return ERR_OK;
    int rc = demo_scene_as(sc, demo_scene_host(sc), sc->row->attested, &c);
    if (rc != ERR_OK)
        return rc;
    invented_key_of("attestation", sc->number, &in.key);
    rc = attest_do(sc->sessions->service, c, &in, &out, &no);
    return demo_offers_judge("attestation of a host", rc, no);
}

int demo_ends_bring(const struct demo_scene *sc)
{
    static int (*const steps[])(const struct demo_scene *sc, const struct placement *now) = {end, attest};
    int rc = ERR_OK;

    if (sc->row->ended == 0 && sc->row->attested == 0)
        return ERR_OK;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && rc == ERR_OK; i++) {
        struct list_placements_whole *now = NULL;

        rc = demo_scene_look(sc, &now);
        if (rc == ERR_OK)
            rc = steps[i](sc, &now->placement);
        free(now);
    }
    return rc;
}
