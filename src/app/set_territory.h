/* SPDX-License-Identifier: EUPL-1.2 */
/* An administrator says in which département a unit is: a habilitation and the list of posts are of one (H-04,
 * H-19). */
#ifndef JALON_APP_SET_TERRITORY_H
#define JALON_APP_SET_TERRITORY_H

#include "app/service.h"
#include "base/uuid.h"

/* REFUSAL_NOT_FOUND: no unit. */
int set_territory_do(struct service *s, const struct service_caller *c, const struct uuid *unit,
                     const char *departement, enum refusal *no) __attribute__((warn_unused_result));

#endif
