/* SPDX-License-Identifier: EUPL-1.2 */
/* Codes of places, by their form: whether there is such a place the reference data say. */
#ifndef JALON_DOMAIN_PLACE_H
#define JALON_DOMAIN_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#define PLACE_INSEE 5       /* characters of a commune's INSEE code */
#define PLACE_DEPARTEMENT 3 /* longest code of a département */

/* Five digits, the second of which may be A or B (Corsica). */
bool place_insee_fits(const char *s, size_t n);
/* 01 to 95 without 20, 2A, 2B, 971 to 978. */
bool place_departement_fits(const char *s, size_t n);

#endif
