/* SPDX-License-Identifier: EUPL-1.2 */
/* Several threads at a row of equal works. */
#ifndef JALON_ADMIN_DEMO_CREW_H
#define JALON_ADMIN_DEMO_CREW_H

#include <stddef.h>

#include "admin/demo_sessions.h"

#define DEMO_CREW_MOST 8 /* threads */

/* One work; t is the thread's own and over the same sessions as all others. */
typedef int (*demo_crew_work)(void *context, struct demo_sessions *t, size_t i);

/* Works 0 to n - 1, each once, in any order; what is done is said once in a while, when there is a word for it. After
 * the first error no work is begun, and it is returned. */
int demo_crew_run(const struct demo_sessions *t, size_t threads, size_t n, const char *word, demo_crew_work fn,
                  void *context)
    __attribute__((warn_unused_result));

#endif
