/* SPDX-License-Identifier: EUPL-1.2 */
/* Invented people for the demonstration: always the same ones, none of whom exists. Names as they come in real life:
 * with accents, apostrophes and hyphens, compound, single, and in letters that French does not have. */
#ifndef JALON_ADMIN_INVENTED_H
#define JALON_ADMIN_INVENTED_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/secret.h"
#include "base/uuid.h"
#include "domain/day.h"

#define INVENTED_STORY 20   /* of the story that is written by hand (demo_story.c) */
#define INVENTED_PEOPLE 385 /* and of the whole territory */

/* Where in the métropole somebody lives, which says what unit follows her. */
enum invented_area { INVENTED_LILLE, INVENTED_ROUBAIX, INVENTED_SOUTH, INVENTED_AREAS };

/* The identity of person i as the compact JSON that the API seals: appended to out. ERR_LIMIT when there is no such
 * person. */
int invented_identity(unsigned i, struct buf *out) __attribute__((warn_unused_result));
/* The day on which the same person was born. */
int invented_birth(unsigned i, struct day *out) __attribute__((warn_unused_result));
/* INSEE code of the commune that the same person lives in. */
const char *invented_commune(unsigned i);
/* The area of that commune; of the people of the story, nothing is known. */
enum invented_area invented_area(unsigned i);
/* A few of the territory are minors: sixteen or seventeen on any day of the year, so their birth moves with the year.
 * */
bool invented_is_minor(unsigned i);
/* The same person folded (domain/person.h): appended to out. */
int invented_person(unsigned i, struct buf *out) __attribute__((warn_unused_result));
/* What a person or thing i is drawn from: always the same bytes for the same label. */
void invented_draw(const char *label, unsigned i, unsigned char out[SECRET_KEY]);
/* The idempotency key under which the case of person i is opened. */
void invented_key(unsigned i, struct uuid *out);
/* The same for thing i of another kind. */
void invented_key_of(const char *kind, unsigned i, struct uuid *out);

#endif
