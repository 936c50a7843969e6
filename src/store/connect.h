/* SPDX-License-Identifier: EUPL-1.2 */
/* A new connection of libpq, with all that is said to the server before the first statement. For conn.c. */
#ifndef JALON_STORE_CONNECT_H
#define JALON_STORE_CONNECT_H

#include <libpq-fe.h>

#include "store/pipeline.h"

/* Nonblocking and in pipeline mode. *pg is the caller's to finish whatever is returned, NULL where there is none.
 * ERR_NOMEM; ERR_UNAVAILABLE, with the server's sentence in f where it refused. */
int connect_server(PGconn **pg, const struct conn_options *o, struct pipeline_failure *f)
    __attribute__((warn_unused_result));

#endif
