/* SPDX-License-Identifier: EUPL-1.2 */
/* GET tasks. ctx is a struct api. */
#ifndef JALON_API_RES_TASKS_H
#define JALON_API_RES_TASKS_H

#include "http/route.h"

extern const char *const res_tasks_list_query[];

void res_tasks_list(void *ctx, const struct route_request *q, struct reply *r);

#endif
