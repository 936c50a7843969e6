/* SPDX-License-Identifier: EUPL-1.2 */
/* The sheet of a post is written: by the host's manager, or by referent and director of the département. As a whole
 * while it is a draft; later what opinions were given on stays, and its times and practical things change. */
#ifndef JALON_APP_WRITE_POST_H
#define JALON_APP_WRITE_POST_H

#include "app/asking.h"
#include "store/post_change.h"

struct write_post_new {
    struct uuid key;            /* the client's, to make it safe to send twice */
    struct vault_bytes request; /* the body as it came */
    struct uuid host;
    const struct post_change_sheet *sheet;
};

/* REFUSAL_NOT_FOUND: no such host, site or person in charge; REFUSAL_STATE: the host is closed; REFUSAL_OVERLAP. */
int write_post_create(struct service *s, const struct service_caller *c, const struct write_post_new *in,
                      struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* The version after it. REFUSAL_STATE: no draft any more; REFUSAL_VERSION_CONFLICT; as above. */
int write_post_replace(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                       const struct post_change_sheet *sheet, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
/* REFUSAL_RULE: the host's manager would give more places than were inscribed (H-16); REFUSAL_INCOMPLETE: somebody in
 * charge and a time are missing; as above. */
int write_post_schedule(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                        const struct post_change_schedule *schedule, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
