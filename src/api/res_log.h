/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/log and cases/{id}/accesses: the log of accesses, to each as much as is theirs to know. ctx is a struct api.
 */
#ifndef JALON_API_RES_LOG_H
#define JALON_API_RES_LOG_H

#include "http/route.h"

extern const struct json_shape res_log_entries_query;
extern const struct json_shape res_log_page_query;
extern const struct json_shape res_log_bundle_query;
extern const struct json_shape res_log_page;

void res_log_head(void *ctx, const struct route_request *q, struct reply *r);
void res_log_entries(void *ctx, const struct route_request *q, struct reply *r);
void res_log_mine(void *ctx, const struct route_request *q, struct reply *r);
void res_log_of_case(void *ctx, const struct route_request *q, struct reply *r);
void res_log_bundle(void *ctx, const struct route_request *q, struct reply *r);

#endif
