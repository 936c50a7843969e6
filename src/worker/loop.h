/* SPDX-License-Identifier: EUPL-1.2 */
/* The worker's day: carry, wait a little, expire each minute, and say once when something it needs is gone or back. */
#ifndef JALON_WORKER_LOOP_H
#define JALON_WORKER_LOOP_H

#include "store/conn.h"

/* Blocks TERM and INT, which loop_run alone takes in while it waits. Call it before anything that takes time. */
int loop_prepare(void) __attribute__((warn_unused_result));
/* Runs until TERM or INT; a batch that was begun is finished first. ERR_OK, or ERR_NOMEM before anything was done. */
int loop_run(struct conn *db, const char *sealer) __attribute__((warn_unused_result));

#endif
