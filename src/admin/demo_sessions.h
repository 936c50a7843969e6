/* SPDX-License-Identifier: EUPL-1.2 */
/* The people of the cast at work. Each signs in once and stays until all is loaded, for a second code is half a
 * minute away. Several threads tell the story, each through a struct of its own over the same
 * sessions; somebody plays one day at a time, so a thread holds her until it needs somebody else. */
#ifndef JALON_ADMIN_DEMO_SESSIONS_H
#define JALON_ADMIN_DEMO_SESSIONS_H

#include <pthread.h>

#include "admin/cast.h"
#include "admin/demo_plan.h"
#include "app/service.h"
#include "base/uuid.h"
#include "domain/day.h"

#define DEMO_SESSIONS_CLAIMED "jalon-demo" /* the database knows the loader by it */
#define DEMO_SESSIONS_NOBODY CAST_ACCOUNTS

struct demo_session {
    pthread_mutex_t lock;
    bool open;
    int32_t played; /* day, 0: the real one */
    struct uuid account;
    struct service_caller caller;
};

struct demo_sessions {
    struct service *service;
    const struct cast *cast;
    const struct demo_plan *plan;
    struct demo_session *of; /* CAST_ACCOUNTS of them, of all threads */
    size_t held;             /* by this one; DEMO_SESSIONS_NOBODY */
};

/* Account number n of a role, of one organisation or (NULL) of all; DEMO_SESSIONS_NOBODY when there are not so many. */
size_t demo_sessions_find(const struct cast *cast, const char *role, const char *organisation, size_t n);
/* The account as it is on a day; on NULL: today. *c is owned by t, and nobody else's until the next call here. */
int demo_sessions_as(struct demo_sessions *t, size_t account, const struct day *on, const struct service_caller **c)
    __attribute__((warn_unused_result));
/* Lets go of who is held. */
void demo_sessions_rest(struct demo_sessions *t);
/* Signs everybody out; whatever happens, no token is left. */
int demo_sessions_end(struct demo_sessions *t) __attribute__((warn_unused_result));

#endif
