/* SPDX-License-Identifier: EUPL-1.2 */
/* GET tasks. ctx is a struct api. */
#ifndef JALON_API_RES_TASKS_H
#define JALON_API_RES_TASKS_H

#include "http/route.h"

extern const struct json_shape res_tasks_query;
extern const struct json_shape res_tasks_item;

void res_tasks_list(void *ctx, const struct route_request *q, struct reply *r);

#endif
