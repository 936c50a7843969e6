/* SPDX-License-Identifier: EUPL-1.2 */
/* Names of the members, and the end of the struct. */
#include "domain/profile.h"

#include "base/secret.h"

#include "base/banned.h"

const char *profile_member(enum profile_member m)
{
    static const char *const names[PROFILE_MEMBERS] = {
        [PROFILE_JOB] = "job",
        [PROFILE_AVAILABILITY] = "availability",
        [PROFILE_HOME] = "home",
        [PROFILE_TRANSPORT] = "transport",
        [PROFILE_TRAVEL] = "max_travel_minutes",
        [PROFILE_LICENCE] = "driving_licence",
        [PROFILE_FRENCH_SPOKEN] = "french.spoken",
        [PROFILE_FRENCH_READ] = "french.read",
        [PROFILE_FITNESS] = "fitness",
    };

    return (unsigned)m < PROFILE_MEMBERS ? names[m] : "";
}

bool profile_says(const struct profile *p, enum profile_member m)
{
    return p->said & 1u << m;
}

void profile_wipe(struct profile *p)
{
    secret_wipe(p, sizeof *p);
}
