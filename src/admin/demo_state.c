/* SPDX-License-Identifier: EUPL-1.2 */
/* The whole file is written each time, so it is not written for each of a thousand steps. */
#include <stdbool.h>

#include "admin/demo_state.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"

#include "base/banned.h"

#define PACE_MS 1000

void demo_state_enter(struct demo_state *st)
{
    pthread_mutex_lock(&st->lock);
}

int demo_state_leave(struct demo_state *st, bool now)
{
    int rc = ERR_OK;

    if (now || clock_mono_ms() - st->saved_ms >= PACE_MS) {
        rc = cast_save(st->cast, st->path);
        st->saved_ms = clock_mono_ms();
        if (rc != ERR_OK)
            log_error("demo: %s: %s", st->path, err_name(rc));
    }
    pthread_mutex_unlock(&st->lock);
    return rc;
}
