/* SPDX-License-Identifier: EUPL-1.2 */
/* One placement of the story while it is told: its row, the people around it, how far it is. */
#ifndef JALON_ADMIN_DEMO_SCENE_H
#define JALON_ADMIN_DEMO_SCENE_H

#include "admin/demo_sessions.h"
#include "admin/demo_story.h"
#include "app/list_placements.h"

struct demo_scene {
    struct demo_sessions *sessions;
    const struct demo_offers *offers;
    unsigned number; /* of the row */
    const struct demo_story_row *row;
    size_t counsellor; /* accounts */
    size_t director;   /* of her unit */
    size_t manager;    /* DEMO_SESSIONS_NOBODY: the host has no account, its counsellor writes down what it says */
    size_t tutor;
    struct uuid placement;
};

/* Finds the people around row i. */
int demo_scene_set(struct demo_scene *sc, struct demo_sessions *t, const struct demo_offers *o, unsigned i)
    __attribute__((warn_unused_result));
/* The account that speaks for the host: its manager, or the counsellor. */
size_t demo_scene_host(const struct demo_scene *sc);
/* The day so many days ago, counted from the day on which the story began. */
struct day demo_scene_day(const struct demo_scene *sc, int ago);
/* An account as it was so many days ago. */
int demo_scene_as(const struct demo_scene *sc, size_t account, int ago, const struct service_caller **c)
    __attribute__((warn_unused_result));
/* The placement as its counsellor sees it now; free it. */
int demo_scene_look(const struct demo_scene *sc, struct list_placements_whole **out)
    __attribute__((warn_unused_result));
/* The measure of its person; the account that follows a person, and a director of her unit. */
const struct uuid *demo_scene_measure(const struct demo_scene *sc);
size_t demo_scene_counsellor(const struct demo_sessions *t, unsigned person);
size_t demo_scene_director(const struct demo_sessions *t, unsigned person);

#endif
