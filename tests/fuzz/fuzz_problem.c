/* SPDX-License-Identifier: EUPL-1.2 */
/* Problems as text: any bytes give a problem or a fault with its line, and every problem that is read gets a plan that
 * the checker believes. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "assign/check.h"
#include "assign/plan.h"
#include "assign/problem.h"
#include "assign/read.h"
#include "assign/solve.h"
#include "base/err.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void believe(const struct problem *problem)
{
    struct plan plan SCOPED_PLAN;
    bool yes = false;

    if (solve(problem, &plan) != ERR_OK || check(problem, &plan, &yes) != ERR_OK || !yes)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static int fd = -1;
    struct problem problem SCOPED_PROBLEM;
    struct read_fault fault;
    int rc;

    if (fd < 0)
        fd = memfd_create("problem", MFD_CLOEXEC);
    if (fd < 0 || ftruncate(fd, 0) != 0 || pwrite(fd, p, n, 0) != (ssize_t)n || lseek(fd, 0, SEEK_SET) != 0)
        abort();
    rc = read_problem(fd, &problem, &fault);
    if (rc != ERR_OK) {
        if ((rc != ERR_FORMAT && rc != ERR_LIMIT) || fault.line == 0 || fault.why[0] == 0 || problem.first != NULL)
            abort();
        return 0;
    }
    if (problem.cases <= 5000)
        believe(&problem);
    return 0;
}
