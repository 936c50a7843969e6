/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is asking: for the person, and for the edge before it lets a request in. */
#ifndef JALON_APP_WHOAMI_H
#define JALON_APP_WHOAMI_H

#include "app/service.h"
#include "store/session.h"

int whoami_do(struct service *s, const struct service_caller *c, struct session_info *out, enum refusal *no)
    __attribute__((warn_unused_result));
/* Sets c->role, out of memory when this session was seen lately. A session that ended since is found out by the use
 * case itself: this answer opens no door, it only keeps wrong ones shut. */
int whoami_role(struct service *s, struct service_caller *c, enum refusal *no) __attribute__((warn_unused_result));

#endif
