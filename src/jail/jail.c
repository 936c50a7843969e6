/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The order of the walls, the same for every program: another account, no new privileges, nothing to dump, then files
 * (landlock.c) and system calls (syscalls.c). main/ asks, once, after configuration is read and descriptors are open
 * and before the first byte of input. Landlock and seccomp here bind the calling thread and its future children, so a
 * thread that exists already would stay outside: that is refused.
 */
#include "jail/jail.h"

#include <grp.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "jail/landlock.h"
#include "jail/syscalls.h"

#include "base/banned.h"

int jail_drop(uid_t uid, gid_t gid)
{
    if (uid == (uid_t)-1 || geteuid() != 0)
        return ERR_OK;
    if (gid == (gid_t)-1)
        gid = uid;
    if (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 || setresuid(uid, uid, uid) != 0)
        return ERR_IO;
    if (uid != 0 && (setresuid((uid_t)-1, 0, (uid_t)-1) == 0 || setresgid((gid_t)-1, 0, (gid_t)-1) == 0))
        return ERR_INTERNAL;
    return ERR_OK;
}

/* Two links of the folder itself and one for each thread; where /proc is not there nothing can be said. */
static bool threads_exist(void)
{
#ifdef JAIL_OFF_SANITIZER
    return false; /* some sanitizers run a thread of their own */
#else
    struct stat st;
    return stat("/proc/self/task", &st) == 0 && st.st_nlink > 3;
#endif
}

static void note_missing(char *missing, size_t max, const char *wall)
{
    if (!missing || max == 0)
        return;
    size_t n = 0;
    while (n < max && missing[n])
        n++;
    if (n < max)
        (void)snprintf(missing + n, max - n, "%s%s", n ? " " : "", wall);
}

/* Plain limits: they cost nothing and hold where the two big walls are not offered. */
static int undumpable(char *missing, size_t max)
{
    const struct rlimit none = {0, 0};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0)
        return ERR_IO;
#ifdef JAIL_OFF_SANITIZER
    note_missing(missing, max, "dumpable"); /* the leak check traces its own process */
    return ERR_OK;
#else
    (void)missing;
    (void)max;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? ERR_OK : ERR_IO;
#endif
}

static int wall_files(const struct jail_path *paths, size_t n, char *missing, size_t max)
{
    int err = landlock_restrict(paths, n);
    if (err == ERR_UNAVAILABLE) {
        note_missing(missing, max, "landlock");
        return ERR_OK;
    }
    return err;
}

static int wall_calls(enum jail_net net, char *missing, size_t max)
{
#ifdef JAIL_OFF_SANITIZER
    (void)net;
    note_missing(missing, max, "seccomp");
    return ERR_OK;
#else
    (void)missing;
    (void)max;
    return syscalls_restrict(net);
#endif
}

int jail_enter(const struct jail_path *paths, size_t n, enum jail_net net, char *missing, size_t missing_max)
{
    if (missing && missing_max)
        missing[0] = '\0';
    if (threads_exist())
        return ERR_INTERNAL;
    int err = undumpable(missing, missing_max);
    if (!err)
        err = wall_files(paths, n, missing, missing_max);
    if (!err)
        err = wall_calls(net, missing, missing_max);
    return err;
}
