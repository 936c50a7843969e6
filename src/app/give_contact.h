/* SPDX-License-Identifier: EUPL-1.2 */
/* A host that accepted in principle gets name and phone, for the meeting (design, section 4). */
#ifndef JALON_APP_GIVE_CONTACT_H
#define JALON_APP_GIVE_CONTACT_H

#include <stdbool.h>
#include <stddef.h>

#include "app/service.h"
#include "base/buf.h"
#include "base/uuid.h"

/* The record to seal, out of an identity whose form only the edge knows: placement_sheet_contact. */
typedef bool (*give_contact_writer)(const void *identity, size_t n, struct buf *out);

/* Safe to repeat: it is written anew. REFUSAL_NOT_FOUND; REFUSAL_STATE: the host did not accept; REFUSAL_INCOMPLETE:
 * the identity is not what was sealed; REFUSAL_CEILING, REFUSAL_KEY_MISSING. */
int give_contact_do(struct service *s, const struct service_caller *c, const struct uuid *placement,
                    give_contact_writer write, enum refusal *no) __attribute__((warn_unused_result));

#endif
