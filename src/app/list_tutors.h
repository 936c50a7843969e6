/* SPDX-License-Identifier: EUPL-1.2 */
/* The load of everybody in charge of posts at a host, for the host and the service. */
#ifndef JALON_APP_LIST_TUTORS_H
#define JALON_APP_LIST_TUTORS_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/tutor.h"

struct list_tutors_out {
    struct tutor *item; /* owned; TUTOR_PAGE of them */
    size_t n;
    bool more;
};

/* after NULL: the first page. REFUSAL_NOT_FOUND: no such host, or not the own one. out wants list_tutors_release
 * whatever happened. */
int list_tutors_do(struct service *s, const struct service_caller *c, const struct uuid *host,
                   const struct page_cursor *after, struct list_tutors_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
void list_tutors_release(struct list_tutors_out *out);

#endif
