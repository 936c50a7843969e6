/* SPDX-License-Identifier: EUPL-1.2 */
/* How somebody can be reached: the form of telephone numbers and mail addresses. "" is fine, it says that there is
 * none. */
#ifndef JALON_DOMAIN_REACH_H
#define JALON_DOMAIN_REACH_H

#include <stdbool.h>
#include <stddef.h>

/* Digits, with blanks, + . - ( ) among them; at least one digit. */
bool reach_phone_fits(const char *s, size_t n);
/* One @ with something on both sides, and no blank. */
bool reach_email_fits(const char *s, size_t n);

#endif
