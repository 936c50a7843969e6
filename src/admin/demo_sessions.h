/* SPDX-License-Identifier: EUPL-1.2 */
/* The people of the cast at work. Each signs in once, when she is first needed, and stays until all is loaded, for a
 * second code is half a minute away. */
#ifndef JALON_ADMIN_DEMO_SESSIONS_H
#define JALON_ADMIN_DEMO_SESSIONS_H

#include "admin/cast.h"
#include "app/service.h"
#include "base/uuid.h"
#include "domain/day.h"

#define DEMO_SESSIONS_CLAIMED "jalon-demo" /* the database knows the loader by it */
#define DEMO_SESSIONS_NOBODY CAST_ACCOUNTS

struct demo_session {
    bool open;
    int32_t played; /* day, 0: the real one */
    struct uuid account;
    struct service_caller caller;
};

struct demo_sessions {
    struct service *service;
    const struct cast *cast;
    struct demo_session of[CAST_ACCOUNTS];
};

/* Account number n of a role, of one organisation or (NULL) of all; DEMO_SESSIONS_NOBODY when there are not so many. */
size_t demo_sessions_find(const struct cast *cast, const char *role, const char *organisation, size_t n);
/* The account as it is on a day; on NULL: today. *c is owned by t. */
int demo_sessions_as(struct demo_sessions *t, size_t account, const struct day *on, const struct service_caller **c)
    __attribute__((warn_unused_result));
/* Signs everybody out; whatever happens, no token is left. */
int demo_sessions_end(struct demo_sessions *t) __attribute__((warn_unused_result));

#endif
