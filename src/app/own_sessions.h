/* SPDX-License-Identifier: EUPL-1.2 */
/* A person looks at the own live sessions and ends one of them. */
#ifndef JALON_APP_OWN_SESSIONS_H
#define JALON_APP_OWN_SESSIONS_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/own_session.h"

int own_sessions_list(struct service *s, const struct service_caller *c, struct own_session out[OWN_SESSION_MAX],
                      size_t *n, enum refusal *no) __attribute__((warn_unused_result));
/* REFUSAL_NOT_FOUND: not live, or somebody else's. */
int own_sessions_end(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
