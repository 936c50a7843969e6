/* SPDX-License-Identifier: EUPL-1.2 */
/* Reads a libpq connection string as libpq does: who needs the path of its passfile, its user, its database. */
#ifndef JALON_STORE_CONNINFO_H
#define JALON_STORE_CONNINFO_H

#include <stddef.h>

/* The value of one keyword ("passfile", "user", "dbname"), "" when it is not in the string. ERR_FORMAT: no connection
 * string; ERR_LIMIT: does not fit into max. */
int conninfo_get(const char *conninfo, const char *keyword, char *out, size_t max) __attribute__((warn_unused_result));

#endif
