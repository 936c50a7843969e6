/* SPDX-License-Identifier: EUPL-1.2 */
/* When somebody is expected at a post, from today on: booked times, without holidays, closed days and days on which the
 * work stands. All of it is clear, and no person is in it. */
#ifndef JALON_APP_LIST_PRESENCES_H
#define JALON_APP_LIST_PRESENCES_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/presence.h"

struct list_presences_out {
    struct presence_place place;
    struct presence *item; /* owned; by day, then minute */
    size_t n;
};

/* Those of a placement that runs, for who follows it: without days on which the person is away too, and until the hours
 * are done by the forecast (E-10). Of a post, for its host: of everybody who is placed there, likewise, but
 * nothing that the host is not told moves them. The last session ends with the hours. REFUSAL_NOT_FOUND, both. out
 * wants list_presences_release whatever happened. */
int list_presences_of_placement(struct service *s, const struct service_caller *c, const struct uuid *placement,
                                struct list_presences_out *out, enum refusal *no) __attribute__((warn_unused_result));
int list_presences_of_post(struct service *s, const struct service_caller *c, const struct uuid *post,
                           struct list_presences_out *out, enum refusal *no) __attribute__((warn_unused_result));
void list_presences_release(struct list_presences_out *out);

#endif
