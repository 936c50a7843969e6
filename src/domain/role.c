/* SPDX-License-Identifier: EUPL-1.2 */
/* The seven roles with the name that SQL and API use and the words that people read. The store reads names out of
 * the database, the route table of the edge makes sets of them; the enum's order is nowhere written down outside the
 * program. */
#include <string.h>

#include "domain/role.h"

#include "base/banned.h"

static const struct {
    const char *name;
    const char *label;
} roles[ROLE_COUNT] = {
    [ROLE_NONE] = {"none", "sans rôle"},
    [ROLE_COUNSELLOR] = {"counsellor", "conseillère ou conseiller d’insertion et de probation"},
    [ROLE_DIRECTOR] = {"director", "directrice ou directeur d’insertion et de probation"},
    [ROLE_REFERENT] = {"referent", "référente ou référent territorial du TIG"},
    [ROLE_HOST_MANAGER] = {"host_manager", "responsable d’un organisme d’accueil"},
    [ROLE_TUTOR] = {"tutor", "tutrice ou tuteur"},
    [ROLE_AUDITOR] = {"auditor", "auditrice ou auditeur"},
    [ROLE_ADMINISTRATOR] = {"administrator", "administratrice ou administrateur technique"},
};

const char *role_name(enum role r)
{
    return (unsigned)r < ROLE_COUNT ? roles[r].name : roles[ROLE_NONE].name;
}

const char *role_label(enum role r)
{
    return (unsigned)r < ROLE_COUNT ? roles[r].label : roles[ROLE_NONE].label;
}

enum role role_parse(const char *name, size_t n)
{
    for (int r = ROLE_NONE + 1; r < ROLE_COUNT; r++)
        if (strlen(roles[r].name) == n && memcmp(roles[r].name, name, n) == 0)
            return (enum role)r;
    return ROLE_NONE;
}
