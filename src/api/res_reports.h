/* SPDX-License-Identifier: EUPL-1.2 */
/* GET and POST measures/{id}/reports, POST reports/{id}/sending, DELETE reports/{id}. */
#ifndef JALON_API_RES_REPORTS_H
#define JALON_API_RES_REPORTS_H

#include "http/route.h"

extern const struct json_shape res_reports_new;
extern const struct json_shape res_reports_sent;
extern const struct json_shape res_reports_item;

void res_reports_list(void *ctx, const struct route_request *q, struct reply *r);
void res_reports_create(void *ctx, const struct route_request *q, struct reply *r);
void res_reports_send(void *ctx, const struct route_request *q, struct reply *r);
void res_reports_drop(void *ctx, const struct route_request *q, struct reply *r);

#endif
