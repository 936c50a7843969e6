/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Landlock by its three raw system calls, since Debian 12 has no library for it. Asked by jail_enter, once, before the
 * first thread. Everything that the running kernel can restrict is restricted: rights grow with the interface's version
 * (ABI), and a right that we do not name in the ruleset stays free, so the newest known rights are asked for whenever
 * the kernel has them, whatever the build machine's headers know. Nothing is allowed but the listed paths.
 */
#include "jail/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/err.h"
#include "base/fdio.h"

#include "base/banned.h"

/* Rights that came after ABI 2, which the headers of Debian 12 stop at. */
#define FS_TRUNCATE (UINT64_C(1) << 14)        /* ABI 3 */
#define FS_IOCTL_DEV (UINT64_C(1) << 15)       /* ABI 5 */
#define NET_BIND_TCP (UINT64_C(1) << 0)        /* ABI 4 */
#define NET_CONNECT_TCP (UINT64_C(1) << 1)     /* ABI 4 */
#define SCOPE_ABSTRACT_UNIX (UINT64_C(1) << 0) /* ABI 6 */
#define SCOPE_SIGNAL (UINT64_C(1) << 1)        /* ABI 6 */

#define FS_ABI1 ((UINT64_C(1) << 13) - 1) /* EXECUTE to MAKE_SYM */

#define FS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define FS_WRITE                                                                                                       \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |                       \
     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REFER | FS_TRUNCATE)
/* What a rule on something that is no folder may hold. */
#define FS_FILE (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE)

/* The kernel's struct as of ABI 6; its length tells older kernels how much of it to read. */
struct ruleset {
    uint64_t fs;
    uint64_t net;
    uint64_t scoped;
};

/* Fills what this ABI can restrict; the length of the struct that it knows. */
static size_t ruleset_for(long abi, struct ruleset *r)
{
    *r = (struct ruleset){.fs = FS_ABI1};
    if (abi >= 2)
        r->fs |= LANDLOCK_ACCESS_FS_REFER;
    if (abi >= 3)
        r->fs |= FS_TRUNCATE;
    if (abi < 4)
        return sizeof r->fs;
    r->net = NET_BIND_TCP | NET_CONNECT_TCP;
    if (abi >= 5)
        r->fs |= FS_IOCTL_DEV;
    if (abi < 6)
        return sizeof r->fs + sizeof r->net;
    r->scoped = SCOPE_ABSTRACT_UNIX | SCOPE_SIGNAL;
    return sizeof *r;
}

static int allow(int ruleset, uint64_t handled, const struct jail_path *path)
{
    int fd SCOPED_FD;
    struct stat st;
    fd = open(path->path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? ERR_NOTFOUND : ERR_IO;
    if (fstat(fd, &st) != 0)
        return ERR_IO;
    uint64_t rights = path->write ? FS_READ | FS_WRITE : FS_READ;
    if (!S_ISDIR(st.st_mode))
        rights &= FS_FILE;
    struct landlock_path_beneath_attr rule = {.allowed_access = rights & handled, .parent_fd = fd};
    if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        return ERR_IO;
    return ERR_OK;
}

int landlock_restrict(const struct jail_path *paths, size_t n)
{
    struct ruleset handled;
    int ruleset SCOPED_FD;
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return ERR_UNAVAILABLE;
    size_t length = ruleset_for(abi, &handled);
    ruleset = (int)syscall(SYS_landlock_create_ruleset, &handled, length, 0);
    if (ruleset < 0)
        return ERR_IO;
    for (size_t i = 0; i < n; i++) {
        int err = allow(ruleset, handled.fs, &paths[i]);
        if (err)
            return err;
    }
#ifdef JAIL_OFF_SANITIZER
    /* The leak check at exit reads its own maps. */
    if (allow(ruleset, handled.fs, &(struct jail_path){"/proc", false}) != ERR_OK)
        return ERR_IO;
#endif
    return syscall(SYS_landlock_restrict_self, ruleset, 0) == 0 ? ERR_OK : ERR_IO;
}
