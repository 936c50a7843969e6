/* SPDX-License-Identifier: EUPL-1.2 */
/* Steps sent to PostgreSQL and their results read, on a connection of libpq that is in pipeline mode. For conn.c. */
#ifndef JALON_STORE_PIPELINE_H
#define JALON_STORE_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libpq-fe.h>

#include "store/conn.h"

/* Why the first step that failed did so. All of it zero: none did. */
struct pipeline_failure {
    char sqlstate[6];
    char message[512]; /* the server's: it may contain data */
    size_t step;
};

/* Queues one step. */
bool pipeline_send(PGconn *pg, const struct conn_step *s);
/* Sends what is queued and reads the results of n steps, then the end of the pipeline; steps NULL: results are not
 * kept. ERR_DENIED: a step failed in SQL, f says how. ERR_UNAVAILABLE, ERR_TIMEOUT: the connection is of no use any
 * more. deadline is of clock_mono_ms. */
int pipeline_collect(PGconn *pg, size_t n, struct conn_step *steps, int64_t deadline, struct pipeline_failure *f)
    __attribute__((warn_unused_result));
bool pipeline_good(const PGresult *res);
void pipeline_note(struct pipeline_failure *f, const PGresult *res, size_t step);

#endif
