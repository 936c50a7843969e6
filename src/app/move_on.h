/* SPDX-License-Identifier: EUPL-1.2 */
/* The next generation of a unit's pair, when a member has left: all who hold the secret get the new one, and nothing is
 * sealed under the old one any more. */
#ifndef JALON_APP_MOVE_ON_H
#define JALON_APP_MOVE_ON_H

#include <stdint.h>

#include "app/service.h"
#include "base/uuid.h"

/* By an officer of the unit, whose session holds the new secret at once; all others of people of the unit end, for
 * they come to it by signing in. generation: the one that was made. REFUSAL_NOT_FOUND; REFUSAL_STATE: more members or
 * generations than there may be; REFUSAL_ACT_KEY: her session lacks the secret. */
int move_on_do(struct service *s, const struct service_caller *c, const struct uuid *unit, int32_t *generation,
               enum refusal *no) __attribute__((warn_unused_result));

#endif
