/* SPDX-License-Identifier: EUPL-1.2 */
/* bench_live FILE: how long one change takes, beside the whole solve. Reads a problem of match-solve, solves it, and
 * makes changes of each kind to the same plan, chosen by a seed; every one is certified. Prints milliseconds of
 * processor: the solve with its check, then for each kind the median, the mean and the highest. tests/bench/match/run
 * runs it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "assign/check.h"
#include "assign/live.h"
#include "assign/read.h"
#include "assign/solve.h"
#include "base/err.h"

#define CHANGES 200 /* of each kind */
#define EDGES   40

static uint64_t state = 88172645463325252u;

static uint32_t below(uint32_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 20) % n);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void must(int rc)
{
    if (rc != ERR_OK) {
        (void)fprintf(stderr, "bench_live: %s\n", err_name(rc));
        exit(1);
    }
}

/* The edges of somebody who is there, some of them dearer: a newcomer who lives near by. */
static uint32_t newcomer(const struct problem *p, struct problem_edge *edge)
{
    uint32_t i = below(p->cases), n = 0;

    for (uint32_t k = p->first[i]; k < p->first[i + 1] && n < 2 * EDGES; k++)
        edge[n++] = (struct problem_edge){0, p->post[k], p->cost[k] + (int32_t)below(2) * 5, 0};
    return n;
}

static double change(struct live *l, int kind)
{
    struct problem_edge edge[2 * EDGES];
    const struct problem *p = &l->problem;
    uint32_t n = newcomer(p, edge), kase, j;
    double t;

    do {
        kase = below(p->cases);
    } while (!l->recheck.counts[kase] || p->first[kase] == p->first[kase + 1]);
    j = l->plan.post_of[kase] != PROBLEM_NONE ? l->plan.post_of[kase] : p->post[p->first[kase]];
    t = now();
    if (kind == 0)
        must(live_add(l, edge, n, &kase));
    else if (kind == 1)
        must(live_remove(l, kase));
    else if (kind == 2)
        must(live_places(l, j, p->places[j] - (p->places[j] > 0)));
    else if (kind == 3)
        must(live_places(l, j, p->places[j] + 1));
    else
        must(live_cost(l, kase, kind == 4 ? j : p->post[p->first[kase] + below(p->first[kase + 1] - p->first[kase])],
                       kind == 4 ? 990 : (int32_t)below(200)));
    t = now() - t;
    if (!l->certified)
        must(ERR_INTERNAL);
    return t;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    static const char *const kinds[] = {"case added",  "case removed", "place lost",
                                        "place more", "own cost up",  "a cost down"};
    static double ms[6][CHANGES];
    struct problem p SCOPED_PROBLEM;
    struct plan plan SCOPED_PLAN;
    struct live l SCOPED_LIVE;
    struct read_fault fault;
    int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
    bool yes;
    double whole;

    if (fd < 0)
        return 66;
    must(read_problem(fd, &p, &fault));
    whole = now();
    must(solve(&p, &plan));
    must(check(&p, &plan, &yes));
    whole = now() - whole;
    must(live_begin(&l, &p, &plan));
    for (int k = 0; k < CHANGES; k++)
        for (int kind = 0; kind < 6; kind++)
            ms[kind][k] = change(&l, kind);
    (void)printf("whole: %.3f\n", whole);
    for (int kind = 0; kind < 6; kind++) {
        double sum = 0;

        qsort(ms[kind], CHANGES, sizeof ms[kind][0], by_size);
        for (int k = 0; k < CHANGES; k++)
            sum += ms[kind][k];
        (void)printf("%s: median %.3f mean %.3f highest %.3f\n", kinds[kind], ms[kind][CHANGES / 2], sum / CHANGES,
                     ms[kind][CHANGES - 1]);
    }
    return 0;
}
