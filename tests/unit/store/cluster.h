/* SPDX-License-Identifier: EUPL-1.2 */
/* A real PostgreSQL for the unit tests of this room: tests/lib/pg.py makes a throw-away cluster with the whole
 * schema and keeps it until its input ends, which it does with us. */
#ifndef JALON_TESTS_STORE_CLUSTER_H
#define JALON_TESTS_STORE_CLUSTER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct cluster {
    pid_t pid;
    int stop;   /* closing it ends the cluster */
    FILE *said; /* by it; open as long as it runs */
    char superuser[512];
    char web[512];
};

static struct cluster cluster;

/* "psql 'host=...'" lines; returns 0 when both roles were found. */
static int cluster_read(FILE *f)
{
    char line[1024];

    while (fgets(line, sizeof line, f) != NULL) {
        char *from = strchr(line, '\'');
        char *to = strrchr(line, '\'');
        char *into = strstr(line, "user=postgres ") != NULL ? cluster.superuser
                     : strstr(line, "user=jalon_web ") != NULL ? cluster.web
                                                                : NULL;

        if (from == NULL || to <= from || into == NULL)
            continue;
        *to = '\0';
        (void)snprintf(into, sizeof cluster.web, "%s", from + 1);
        if (cluster.superuser[0] != '\0' && cluster.web[0] != '\0')
            return 0;
    }
    return -1;
}

static int cluster_start(void **state)
{
    int in[2], out[2];
    int rc;

    (void)state;
    if (pipe(in) != 0 || pipe(out) != 0 || (cluster.pid = fork()) < 0)
        return -1;
    if (cluster.pid == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        close(in[1]);
        close(out[0]);
        execlp("python3", "python3", "tests/lib/pg.py", (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    cluster.stop = in[1];
    cluster.said = fdopen(out[0], "r");
    rc = cluster.said == NULL ? -1 : cluster_read(cluster.said);
    if (rc != 0)
        (void)fprintf(stderr, "no cluster: run from the root of the repository\n");
    return rc;
}

static int cluster_end(void **state)
{
    int status;

    (void)state;
    close(cluster.stop);
    waitpid(cluster.pid, &status, 0);
    (void)fclose(cluster.said);
    return 0;
}

#endif
