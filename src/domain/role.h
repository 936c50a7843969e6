/* SPDX-License-Identifier: EUPL-1.2 */
/* Who a person is to the service. The names are those of the SQL type sec.role and of the API. */
#ifndef JALON_DOMAIN_ROLE_H
#define JALON_DOMAIN_ROLE_H

#include <stddef.h>

enum role {
    ROLE_NONE = 0,
    ROLE_COUNSELLOR,    /* conseiller pénitentiaire d'insertion et de probation */
    ROLE_DIRECTOR,      /* directeur pénitentiaire, officer of a unit */
    ROLE_REFERENT,      /* référent territorial du TIG */
    ROLE_HOST_MANAGER,
    ROLE_TUTOR,
    ROLE_AUDITOR,
    ROLE_ADMINISTRATOR,
    ROLE_COUNT
};

#define ROLE_BIT(r) (1u << (r))

/* "counsellor"; "none" for ROLE_NONE and anything out of range. Never NULL. */
const char *role_name(enum role r);
/* What a person reads: « conseillère ou conseiller ». Never NULL. */
const char *role_label(enum role r);
/* ROLE_NONE for an unknown name. */
enum role role_parse(const char *name, size_t n);

#endif
