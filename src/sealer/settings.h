/* SPDX-License-Identifier: EUPL-1.2 */
/* The section [sealer] of the configuration, checked. */
#ifndef JALON_SEALER_SETTINGS_H
#define JALON_SEALER_SETTINGS_H

#include <stddef.h>
#include <sys/types.h>

#include "base/conf.h"
#include "sealer/ceiling.h"

#define SETTINGS_UIDS 16

struct settings_uids {
    uid_t uid[SETTINGS_UIDS];
    size_t n;
};

struct settings {
    const char *socket;
    const char *directory;
    const char *key;
    const char *origin;
    uid_t user; /* (uid_t)-1: stay who we are */
    struct settings_uids vault, worker, head;
    struct ceiling_limits limits;
};

/* The strings live as long as c. On failure *why is a sentence. ERR_FORMAT, ERR_LIMIT. */
int settings_read(struct settings *s, const struct conf *c, char why[256]) __attribute__((warn_unused_result));

#endif
