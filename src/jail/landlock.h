/* SPDX-License-Identifier: EUPL-1.2 */
/* The wall around files and TCP ports; asked by jail_enter only. */
#ifndef JALON_JAIL_LANDLOCK_H
#define JALON_JAIL_LANDLOCK_H

#include <stddef.h>

#include "jail/jail.h"

/* Restricts this thread, and those that it will make, to the paths. no_new_privs must be set. ERR_UNAVAILABLE when the
 * kernel has no Landlock or it is switched off; ERR_NOTFOUND when a path is not there; ERR_IO. */
int landlock_restrict(const struct jail_path *paths, size_t n) __attribute__((warn_unused_result));

#endif
