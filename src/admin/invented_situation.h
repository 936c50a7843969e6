/* SPDX-License-Identifier: EUPL-1.2 */
/* The situation of an invented person: when it is free, where it lives, what it can do. */
#ifndef JALON_ADMIN_INVENTED_SITUATION_H
#define JALON_ADMIN_INVENTED_SITUATION_H

#include "base/buf.h"
#include "domain/profile.h"

#define INVENTED_SITUATION_CAR (1u << 3) /* of SITUATION_TRANSPORT */
#define INVENTED_SITUATION_LIMITS "Pas de charges de plus de dix kilos"

/* As a match reads it. ERR_LIMIT when there is no such person; so in the next. */
int invented_situation_facts(unsigned i, struct profile *out) __attribute__((warn_unused_result));
/* The same as the canonical JSON of a profile: appended to out. */
int invented_situation_record(unsigned i, struct buf *out) __attribute__((warn_unused_result));
/* What the same person knows, as the elements of a JSON list; "" for nothing. */
const char *invented_situation_skills(unsigned i);

#endif
