/* SPDX-License-Identifier: EUPL-1.2 */
/* What a row says of the work is told of a placement that was decided. One that is not, though its row says so, was
 * withdrawn by the clock while an interrupted loading waited for too long: it stays so. */
#include "admin/demo_tell.h"

#include "admin/demo_ends.h"
#include "admin/demo_hours.h"
#include "admin/demo_incidents.h"
#include "admin/demo_placements.h"
#include "base/err.h"

#include "base/banned.h"

static int tell_work(const struct demo_scene *sc)
{
    int rc = demo_incidents_tell(sc);

    if (rc == ERR_OK)
        rc = demo_hours_work(sc);
    return rc == ERR_OK ? demo_ends_bring(sc) : rc;
}

static int tell_row(struct demo_sessions *t, const struct demo_offers *o, unsigned i)
{
    struct demo_scene sc;
    bool decided = false;
    int rc = demo_scene_set(&sc, t, o, i);

    if (rc == ERR_OK)
        rc = demo_placements_bring(&sc, &decided);
    return rc == ERR_OK && decided ? tell_work(&sc) : rc;
}

int demo_tell_delegation(struct demo_sessions *t, const struct demo_offers *o)
{
    struct demo_scene sc;
    int rc = demo_scene_set(&sc, t, o, 0);

    return rc == ERR_OK ? demo_placements_delegate(&sc) : rc;
}

int demo_tell_person(struct demo_sessions *t, const struct demo_offers *o, unsigned person)
{
    int rc = ERR_OK;

    for (unsigned i = 0; i < t->plan->rows && rc == ERR_OK; i++)
        if (t->plan->row[i].person == person)
            rc = tell_row(t, o, i);
    return rc == ERR_OK ? demo_incidents_write(t, person) : rc;
}
