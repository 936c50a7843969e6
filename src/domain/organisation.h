/* SPDX-License-Identifier: EUPL-1.2 */
/* What an organisation is, and which roles are at home in it. The names are those of the SQL type sec.organisation_kind
 * and of the API. */
#ifndef JALON_DOMAIN_ORGANISATION_H
#define JALON_DOMAIN_ORGANISATION_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/role.h"

enum organisation_kind {
    ORGANISATION_NONE = 0,
    ORGANISATION_UNIT,    /* antenne or service of the SPIP */
    ORGANISATION_HOST,    /* organisme d'accueil */
    ORGANISATION_AUDIT,
    ORGANISATION_SERVICE, /* who runs the machines */
    ORGANISATION_COUNT
};

/* "unit"; "none" for ORGANISATION_NONE and anything out of range. Never NULL. */
const char *organisation_name(enum organisation_kind k);
/* ORGANISATION_NONE for an unknown name. */
enum organisation_kind organisation_parse(const char *name, size_t n);
/* May somebody of this role belong to it? SQL holds the same table (sec.account_new). */
bool organisation_has(enum organisation_kind k, enum role r);
/* May two officers give this role the unit's secret, or the right to decide (officer) with it? */
bool organisation_member_fits(enum organisation_kind k, enum role r, bool officer);

#endif
