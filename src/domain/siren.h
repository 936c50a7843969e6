/* SPDX-License-Identifier: EUPL-1.2 */
/* The SIREN, by which a body is known to INSEE. */
#ifndef JALON_DOMAIN_SIREN_H
#define JALON_DOMAIN_SIREN_H

#include <stdbool.h>
#include <stddef.h>

#define SIREN_DIGITS 9

/* Nine digits whose last one is the key of the others. */
bool siren_fits(const char *s, size_t n);

#endif
