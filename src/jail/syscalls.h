/* SPDX-License-Identifier: EUPL-1.2 */
/* The wall around system calls; asked by jail_enter only. */
#ifndef JALON_JAIL_SYSCALLS_H
#define JALON_JAIL_SYSCALLS_H

#include "jail/jail.h"

/* Loads the filter for all threads. no_new_privs must be set. ERR_NOMEM or ERR_IO. */
int syscalls_restrict(enum jail_net net) __attribute__((warn_unused_result));

#endif
