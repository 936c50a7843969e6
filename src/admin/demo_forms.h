/* SPDX-License-Identifier: EUPL-1.2 */
/* The sealed records of the demonstration as the edge writes and reads them; the tests ask the edge whether they are.
 * A profile that is opened again is known by its bytes: it is of an invented person, or it is refused. */
#ifndef JALON_ADMIN_DEMO_FORMS_H
#define JALON_ADMIN_DEMO_FORMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "domain/profile.h"

/* A record of one text, whose member is "reason", "words" or "text": appended to out. */
void demo_forms_text(struct buf *out, const char *member, const char *text);
/* The sheet of person i for a host: appended to out. */
int demo_forms_sheet(struct buf *out, unsigned i, const char *message) __attribute__((warn_unused_result));

/* A propose_placement_sheet, a match_case_reader, a give_contact_writer. */
void demo_forms_finish(struct buf *out, const void *sheet, size_t n, int32_t week_minutes);
bool demo_forms_profile(const void *record, size_t n, struct profile *out);
bool demo_forms_contact(const void *identity, size_t n, struct buf *out);
/* A report_hours_limit: minutes a week, negative when the sheet does not say. */
int32_t demo_forms_week(const void *sheet, size_t n);

#endif
