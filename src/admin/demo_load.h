/* SPDX-License-Identifier: EUPL-1.2 */
/* Loading a demonstration: who enters what, in which order, by how many threads. */
#ifndef JALON_ADMIN_DEMO_LOAD_H
#define JALON_ADMIN_DEMO_LOAD_H

#include "admin/demo_offers.h"
#include "admin/demo_plan.h"
#include "admin/demo_sessions.h"
#include "admin/demo_state.h"

#define DEMO_LOAD_SIGN_INS 2 /* at a time: each takes 64 MiB and a core */

struct demo_load {
    struct service *service;
    struct cast cast;
    struct demo_session session[CAST_ACCOUNTS];
    struct demo_sessions sessions;
    struct demo_state state;
    struct demo_plan *plan;
    struct demo_offers offers;
    char path[4096]; /* of the state */
    const char *out;
};

/* From where it was to its end, with the accounts of the cast in out as JSON. What went wrong was logged. */
int demo_load_do(struct demo_load *d) __attribute__((warn_unused_result));

#endif
