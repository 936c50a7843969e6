/* SPDX-License-Identifier: EUPL-1.2 */
/* The constant list of statements that jalond prepares on each of its connections, and no other. */
#ifndef JALON_STORE_STATEMENTS_H
#define JALON_STORE_STATEMENTS_H

#include "store/conn.h"

#define STATEMENTS_GROUPS 64 /* the list ends with an empty one */

/* Fills groups, ending with {NULL, 0}. */
void statements_web(struct conn_group groups[STATEMENTS_GROUPS]);

#endif
