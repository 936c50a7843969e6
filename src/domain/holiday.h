/* SPDX-License-Identifier: EUPL-1.2 */
/* Jours fériés (code du travail L3133-1): eleven days a year, of which three move with Easter, and what some
 * départements have besides: Alsace-Moselle (L3134-13), overseas the day of the abolition of slavery (L3422-2). */
#ifndef JALON_DOMAIN_HOLIDAY_H
#define JALON_DOMAIN_HOLIDAY_H

#include <stddef.h>
#include <stdint.h>

#define HOLIDAY_YEAR 13 /* most in one year */

/* Easter Sunday of a year from 1900 to 2199, as a day number. */
int32_t holiday_easter(int year);
/* Those from first to last, both included, in order, at most max of them; how many. departement as in the reference
 * data, "" where it is not known. */
size_t holiday_between(int32_t first, int32_t last, const char *departement, int32_t *out, size_t max);

#endif
