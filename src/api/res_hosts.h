/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/hosts: which there are, one with all that hangs on it, and the writing of its sheet. ctx is a struct api. */
#ifndef JALON_API_RES_HOSTS_H
#define JALON_API_RES_HOSTS_H

#include "http/route.h"

extern const struct json_shape res_hosts_list_query;
extern const struct json_shape res_hosts_item;
extern const struct json_shape res_hosts_sheet;

void res_hosts_list(void *ctx, const struct route_request *q, struct reply *r);
void res_hosts_read(void *ctx, const struct route_request *q, struct reply *r);

#endif
