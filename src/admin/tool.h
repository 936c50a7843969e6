/* SPDX-License-Identifier: EUPL-1.2 */
/* PostgreSQL's own programs, run without a shell. They get the password from the passfile that the connection string
 * names, so none is ever an argument or in the environment, which is empty but for the language. */
#ifndef JALON_ADMIN_TOOL_H
#define JALON_ADMIN_TOOL_H

#include "base/conf.h"

#define TOOL_ARGS 12
#define TOOL_INFO 4096

/* Conninfo of the cluster's superuser in Jalon's database; ends the program when the configuration does not say. */
void tool_superuser(const struct conf *c, char out[TOOL_INFO]);
/* Runs NAME of [admin] postgres_bin with these arguments (NULL-terminated, without the name) and waits. What it says
 * goes to stderr. ERR_NOTFOUND: cannot be run; ERR_DENIED: ended with another status than 0. */
int tool_run(const struct conf *c, const char *name, const char *const args[]) __attribute__((warn_unused_result));

#endif
