/* SPDX-License-Identifier: EUPL-1.2 */
/* A person writes the profile for matching of a case, when whom and what it names to keep away from is there (C-08): a
 * name that is nobody's would bind nobody, and nobody would see it. */
#ifndef JALON_APP_WRITE_PROFILE_H
#define JALON_APP_WRITE_PROFILE_H

#include "app/write_record.h"
#include "store/matching.h"

struct write_profile_in {
    struct write_record_in record;
    struct matching_avoided avoided;
};

struct write_profile_out {
    int32_t version;
    enum matching_list vain; /* of REFUSAL_AVOIDED: the list, */
    size_t place;            /* and the place in it from 0 on, of one that is not there, or is the case itself */
};

/* REFUSAL_AVOIDED, or as write_record_do. */
int write_profile_do(struct service *s, const struct service_caller *c, const struct write_profile_in *in,
                     struct write_profile_out *out, enum refusal *no) __attribute__((warn_unused_result));

#endif
