/* SPDX-License-Identifier: EUPL-1.2 */
/* Who a person is, in a form in which two spellings of one name are the same bytes. Only a keyed hash of it is kept. */
#ifndef JALON_DOMAIN_PERSON_H
#define JALON_DOMAIN_PERSON_H

#include "base/buf.h"
#include "domain/day.h"

#define PERSON_TEXT 2048 /* two names of a hundred characters fold to less */

/* Appends a name folded: lower case, Latin letters without accents, ligatures taken apart, letters only. Letters of
 * other alphabets stay, in lower case where Greek and Cyrillic have one; digits and all signs go. The bytes are UTF-8;
 * what is none is left out. */
void person_fold(const char *name, size_t n, struct buf *out);
/* Appends "family|given|YYYY-MM-DD", names folded. A person with one name only has the other part empty; without a
 * letter in either name, or without a birth date (NULL, or year 0), nothing is appended: a name alone is shared by too
 * many, and so is a day. */
void person_text(const char *family, size_t family_n, const char *given, size_t given_n, const struct day *birth,
                 struct buf *out);

#endif
