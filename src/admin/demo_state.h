/* SPDX-License-Identifier: EUPL-1.2 */
/* How far the loading has come, kept by several threads in one file. */
#ifndef JALON_ADMIN_DEMO_STATE_H
#define JALON_ADMIN_DEMO_STATE_H

#include <pthread.h>
#include <stdint.h>

#include "admin/cast.h"

struct demo_state {
    struct cast *cast;
    const char *path;
    pthread_mutex_t lock; /* of the cast, but for what stands in it from the start */
    int64_t saved_ms;
};

/* The cast may be changed in between; whoever leaves says whether that must be in the file now, because it could not be
 * had again (a password). Else it is there within a second: what is done is done again under the same keys. */
void demo_state_enter(struct demo_state *st);
int demo_state_leave(struct demo_state *st, bool now) __attribute__((warn_unused_result));

#endif
