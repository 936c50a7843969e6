/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * match-solve: the cheapest plan for everybody at once, from a file of numbers, with its proof looked at. It knows
 * neither people nor posts, opens nothing but the file, and prints nothing but integers.
 */
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "assign/check.h"
#include "assign/plan.h"
#include "assign/problem.h"
#include "assign/read.h"
#include "assign/solve.h"
#include "base/err.h"

#include "base/banned.h"

static const char usage[] =
    "usage: match-solve [--assignment] [--times] FILE\n"
    "\n"
    "Places cases on posts at the lowest cost in all and proves it. FILE (- is standard input) holds lines\n"
    "  c COMMENT                             anywhere\n"
    "  p bm CASES POSTS EDGES UNMATCHED      first; UNMATCHED is the cost of a case without post, -1: none may be\n"
    "  o POST PLACES                         for each post\n"
    "  e CASE POST COST                      for each edge\n"
    "and the answer is \"objective N\", \"matched N\", \"certified yes|no\", or \"infeasible\".\n"
    "  --assignment   then lines \"a CASE POST\", by case\n"
    "  --times        milliseconds of processor for reading, solving and checking, on standard error\n"
    "\n"
    "Exit: 0 solved or infeasible, 64 usage, 65 a faulty line (which one and why on standard error),\n"
    "66 no such file, 70 not certified, 71 no memory, 74 reading or writing failed.\n";

struct request {
    const char *file;
    bool assignment, times;
};

static int stop(int code, const char *why)
{
    (void)fprintf(stderr, "match-solve: %s\n", why);
    return code;
}

/* Standard input is read through a descriptor of its own, so that either is closed in the same way. */
static int load(const struct request *r, struct problem *p)
{
    struct read_fault fault;
    int rc, fd;

    fd = strcmp(r->file, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(r->file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return stop(EX_NOINPUT, "the file cannot be opened");
    rc = read_problem(fd, p, &fault);
    (void)close(fd);
    if (rc == ERR_FORMAT || rc == ERR_LIMIT) {
        (void)fprintf(stderr, "match-solve: line %" PRIu32 ": %s\n", fault.line, fault.why);
        return EX_DATAERR;
    }
    if (rc == ERR_NOMEM)
        return stop(EX_OSERR, "not enough memory");
    return rc == ERR_OK ? 0 : stop(EX_IOERR, "the file cannot be read");
}

static int say(const struct request *r, const struct plan *s, bool certified)
{
    if (!s->feasible && !certified)
        return stop(EX_SOFTWARE, "infeasible, but not certified");
    if (!s->feasible)
        (void)puts("infeasible");
    else
        (void)printf("objective %" PRId64 "\nmatched %" PRIu32 "\ncertified %s\n", s->objective, s->matched,
                     certified ? "yes" : "no");
    for (uint32_t i = 0; r->assignment && s->feasible && i < s->cases; i++)
        if (s->post_of[i] != PROBLEM_NONE)
            (void)printf("a %" PRIu32 " %" PRIu32 "\n", i + 1, s->post_of[i] + 1);
    if (fflush(stdout) != 0 || ferror(stdout))
        return stop(EX_IOERR, "standard output cannot be written");
    return certified ? 0 : EX_SOFTWARE;
}

static void say_times(const clock_t at[4])
{
    static const char *const what[] = {"read", "solve", "check"};

    for (int k = 0; k < 3; k++)
        (void)fprintf(stderr, "%s %" PRId64 "\n", what[k], (int64_t)(at[k + 1] - at[k]) * 1000 / CLOCKS_PER_SEC);
}

static int run(const struct request *r)
{
    struct problem p SCOPED_PROBLEM;
    struct plan s SCOPED_PLAN;
    clock_t at[4] = {clock()};
    bool certified = false;
    int rc = load(r, &p);

    if (rc != 0)
        return rc;
    at[1] = clock();
    if (solve(&p, &s) != ERR_OK)
        return stop(EX_OSERR, "not enough memory");
    at[2] = clock();
    if (check(&p, &s, &certified) != ERR_OK)
        return stop(EX_OSERR, "not enough memory");
    at[3] = clock();
    if (r->times)
        say_times(at);
    return say(r, &s, certified);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"assignment", no_argument, NULL, 'a'},
        {"times", no_argument, NULL, 't'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    struct request r = {0};
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (c == 'h')
            return fputs(usage, stdout) < 0 || fflush(stdout) != 0 ? EX_IOERR : 0;
        if (c == '?') {
            (void)fputs(usage, stderr);
            return EX_USAGE;
        }
        r.assignment = r.assignment || c == 'a';
        r.times = r.times || c == 't';
    }
    if (optind != argc - 1) {
        (void)fputs(usage, stderr);
        return EX_USAGE;
    }
    r.file = argv[optind];
    return run(&r);
}
