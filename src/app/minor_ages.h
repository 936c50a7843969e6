/* SPDX-License-Identifier: EUPL-1.2 */
/* M-03, which SQL cannot look at: a minor's measure asks an age at the facts and one at the decision, and the birth
 * date is sealed. To be called before a measure is opened, by the same caller; the opening itself then names the
 * version that was looked at, so that no date changes in between unseen. */
#ifndef JALON_APP_MINOR_AGES_H
#define JALON_APP_MINOR_AGES_H

#include <stdbool.h>
#include <stddef.h>

#include "app/service.h"
#include "base/uuid.h"
#include "domain/day.h"

/* The birth date out of the plaintext of an identity, whose form only the edge knows: identity_birth_date. */
typedef bool (*minor_ages_birth)(const void *identity, size_t n, struct day *birth);

/* REFUSAL_NONE: an adult's measure (nothing was opened), one that is no draft or lacks a date (its opening refuses it
 * for that), or the ages are fine. REFUSAL_RULE: too young. REFUSAL_INCOMPLETE: no readable birth date.
 * REFUSAL_NOT_FOUND, REFUSAL_CEILING, REFUSAL_KEY_MISSING. The opening of the identity is an entry, reason intake. */
int minor_ages_check(struct service *s, const struct service_caller *c, const struct uuid *measure,
                     minor_ages_birth birth, enum refusal *no) __attribute__((warn_unused_result));

#endif
