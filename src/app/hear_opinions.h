/* SPDX-License-Identifier: EUPL-1.2 */
/* The opinions that a file needs (H-08, H-17, H-19): asked for, recorded as one person read them, checked by another
 * who reads the letter again. */
#ifndef JALON_APP_HEAR_OPINIONS_H
#define JALON_APP_HEAR_OPINIONS_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/paper.h"

struct hear_opinions_request {
    struct uuid id;
    int32_t expected;
    struct day asked_on;
    bool council_absent; /* there is no public body of crime prevention to consult */
};

/* The clock starts. REFUSAL_INCOMPLETE: pieces are missing; REFUSAL_DATE: a day to come. */
int hear_opinions_ask(struct service *s, const struct service_caller *c, const struct hear_opinions_request *in,
                      int32_t *version, enum refusal *no) __attribute__((warn_unused_result));
/* May be put right until it is checked. */
int hear_opinions_record(struct service *s, const struct service_caller *c, const struct uuid *id,
                         const struct paper_opinion_in *in, enum refusal *no) __attribute__((warn_unused_result));
/* It counts from now on. REFUSAL_OTHER_PERSON: the same person recorded it; REFUSAL_VERSION_CONFLICT: she read
 * something else. */
int hear_opinions_check(struct service *s, const struct service_caller *c, const struct uuid *id,
                        const struct paper_opinion_in *in, enum refusal *no) __attribute__((warn_unused_result));

#endif
