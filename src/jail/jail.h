/* SPDX-License-Identifier: EUPL-1.2 */
/* The cage that every serving program locks itself into before it reads its first byte of input: another user, no new
 * privileges, no files but those named, no system calls but those needed. There is no way back. */
#ifndef JALON_JAIL_JAIL_H
#define JALON_JAIL_JAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* A folder or file that stays reachable after jail_enter; it must exist then. write also allows to create, rename and
 * remove files and folders below it (never devices, sockets or links), and to cut files short. */
struct jail_path {
    const char *path;
    bool write;
};

/* What socket() may still make. accept() on listening sockets that are open already works in both. */
enum jail_net {
    JAIL_NO_SOCKET,
    JAIL_UNIX_ONLY
};

#define JAIL_MISSING 64 /* enough for every answer of jail_enter */

/* Becomes uid and gid for good, without supplementary groups, when we are root and uid is not (uid_t)-1; a gid of
 * (gid_t)-1 means the same number as uid. Without root, or with uid (uid_t)-1, nothing changes and the answer is
 * ERR_OK: separation by account is then absent, which callers show. ERR_IO when the system refuses, ERR_INTERNAL when
 * root could be had back. */
int jail_drop(uid_t uid, gid_t gid) __attribute__((warn_unused_result));

/* no_new_privs; not dumpable and RLIMIT_CORE 0; Landlock to the n paths, and no TCP connection or new port where the
 * kernel can refuse them; seccomp allow-list. Call it before the first thread is made (ERR_INTERNAL otherwise): the
 * walls are inherited, not spread. Afterwards: no exec (the process is killed), no file outside the paths, no
 * executable memory, no new process, no socket but net. Threads may still be made and end by returning; pthread_exit
 * and pthread_cancel would need to load a library and abort.
 * *missing (missing_max bytes, may be NULL) gets the walls that are not there, separated by spaces, "" when all are:
 * "landlock" when the kernel has none, "dumpable seccomp" in a sanitizer build. That alone is no error.
 * ERR_NOTFOUND when a path is not there, ERR_IO when the system refuses, ERR_NOMEM. After an error the program must
 * end. */
int jail_enter(const struct jail_path *paths, size_t n, enum jail_net net, char *missing, size_t missing_max)
    __attribute__((warn_unused_result));

#endif
