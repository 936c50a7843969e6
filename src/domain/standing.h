/* SPDX-License-Identifier: EUPL-1.2 */
/* May a host take people of a list in a département on a day (H-01, H-02, H-10)? What the database decides, and when a
 * renewal is due. */
#ifndef JALON_DOMAIN_STANDING_H
#define JALON_DOMAIN_STANDING_H

#include <stddef.h>

enum standing {
    STANDING_UNKNOWN = 0,
    STANDING_BY_RIGHT, /* a public body */
    STANDING_VALID,
    STANDING_ENDING,   /* valid, but not for long */
    STANDING_EXPIRED,
    STANDING_NONE,     /* never habilitated there */
    STANDING_COUNT
};

/* "by_right"; "" for STANDING_UNKNOWN and out of range. Never NULL. */
const char *standing_code(enum standing s);
/* What people read: « Habilitée ». Never NULL. */
const char *standing_label(enum standing s);
/* STANDING_UNKNOWN for an unknown code. */
enum standing standing_parse(const char *code, size_t n);

#endif
