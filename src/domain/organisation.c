/* SPDX-License-Identifier: EUPL-1.2 */
/* The four kinds with their names, and the roles of each. Counsellors and directors work with the sealed cases of their
 * unit and may get its secret; a referent looks after posts and never does. Only a director decides. */
#include <string.h>

#include "domain/organisation.h"

#include "base/banned.h"

static const struct {
    const char *name;
    unsigned roles;
} kinds[ORGANISATION_COUNT] = {
    [ORGANISATION_NONE] = {"none", 0},
    [ORGANISATION_UNIT] = {"unit", ROLE_BIT(ROLE_COUNSELLOR) | ROLE_BIT(ROLE_DIRECTOR) | ROLE_BIT(ROLE_REFERENT)},
    [ORGANISATION_HOST] = {"host", ROLE_BIT(ROLE_HOST_MANAGER) | ROLE_BIT(ROLE_TUTOR)},
    [ORGANISATION_AUDIT] = {"audit", ROLE_BIT(ROLE_AUDITOR)},
    [ORGANISATION_SERVICE] = {"service", ROLE_BIT(ROLE_ADMINISTRATOR)},
};

const char *organisation_name(enum organisation_kind k)
{
    return (unsigned)k < ORGANISATION_COUNT ? kinds[k].name : kinds[ORGANISATION_NONE].name;
}

enum organisation_kind organisation_parse(const char *name, size_t n)
{
    for (int k = ORGANISATION_NONE + 1; k < ORGANISATION_COUNT; k++)
        if (strlen(kinds[k].name) == n && memcmp(kinds[k].name, name, n) == 0)
            return (enum organisation_kind)k;
    return ORGANISATION_NONE;
}

bool organisation_has(enum organisation_kind k, enum role r)
{
    return (unsigned)k < ORGANISATION_COUNT && (unsigned)r < ROLE_COUNT && (kinds[k].roles & ROLE_BIT(r)) != 0;
}

bool organisation_member_fits(enum organisation_kind k, enum role r, bool officer)
{
    return k == ORGANISATION_UNIT && (r == ROLE_DIRECTOR || (r == ROLE_COUNSELLOR && !officer));
}
