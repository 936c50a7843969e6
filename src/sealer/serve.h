/* SPDX-License-Identifier: EUPL-1.2 */
/* The sealer at work: one thread, one poll loop. */
#ifndef JALON_SEALER_SERVE_H
#define JALON_SEALER_SERVE_H

#include "sealer/head.h"
#include "sealer/sequence.h"
#include "sealer/settings.h"

/* Answers connections on the listener until SIGTERM or SIGINT, then publishes what is left. ERR_OK after a clean end;
 * ERR_INTEGRITY when a head was doubted (nothing was signed); ERR_IO when the last head could not be published. */
int serve_run(int listener, const struct settings *settings, struct sequence *s, struct head *h)
    __attribute__((warn_unused_result));

#endif
