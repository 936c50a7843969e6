/* SPDX-License-Identifier: EUPL-1.2 */
/* pg_dump and pg_restore as children: the only programs that `jalon` ever starts, by absolute path out of the
 * configuration. */
#include "admin/tool.h"

#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>

#include "admin/verbs.h"
#include "base/err.h"
#include "base/log.h"
#include "store/conninfo.h"

#include "base/banned.h"

void tool_superuser(const struct conf *c, char out[TOOL_INFO])
{
    const char *superuser = verbs_need(c, "super_database");
    char database[64];

    if (conninfo_get(verbs_need(c, "database"), "dbname", database, sizeof database) != ERR_OK || database[0] == '\0' ||
        database[strspn(database, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0')
        log_die(EX_CONFIG, "configuration: [admin] database: no plain dbname in it");
    if (strstr(superuser, "://") != NULL)
        log_die(EX_CONFIG, "configuration: [admin] super_database: key=value is needed, not a URI");
    /* Of two settings of one keyword the last one counts. */
    int n = snprintf(out, TOOL_INFO, "%s dbname=%s", superuser, database);
    if (n < 0 || n >= TOOL_INFO)
        log_die(EX_CONFIG, "configuration: [admin] super_database is too long");
}

/* posix_spawn takes pointers to what it does not change. */
static char *unconst(const char *s)
{
    union {
        const char *in;
        char *out;
    } u = {.in = s};

    return u.out;
}

int tool_run(const struct conf *c, const char *name, const char *const args[])
{
    char path[PATH_MAX];
    char *argv[TOOL_ARGS + 2] = {unconst(name)};
    char *env[] = {unconst("LC_ALL=C.UTF-8"), unconst("PATH=/usr/bin:/bin"), NULL};
    size_t argc = 1;
    pid_t pid;
    int status;

    int n = snprintf(path, sizeof path, "%s/%s", verbs_need(c, "postgres_bin"), name);
    if (n < 0 || (size_t)n >= sizeof path)
        return ERR_LIMIT;
    for (; args[argc - 1] != NULL; argc++) {
        if (argc > TOOL_ARGS)
            return ERR_LIMIT;
        argv[argc] = unconst(args[argc - 1]);
    }
    if (posix_spawn(&pid, path, NULL, NULL, argv, env) != 0)
        return ERR_NOTFOUND;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return ERR_IO;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? ERR_OK : ERR_DENIED;
}
