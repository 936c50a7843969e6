/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/leads: bodies that might host, what was said to them, the host that one becomes. ctx is a struct api. */
#ifndef JALON_API_RES_LEADS_H
#define JALON_API_RES_LEADS_H

#include "http/route.h"

extern const struct json_shape res_leads_list_query;
extern const struct json_shape res_leads_new;
extern const struct json_shape res_leads_changed;
extern const struct json_shape res_leads_said;
extern const struct json_shape res_leads_item;
extern const struct json_shape res_leads_whole;

void res_leads_list(void *ctx, const struct route_request *q, struct reply *r);
void res_leads_read(void *ctx, const struct route_request *q, struct reply *r);
void res_leads_create(void *ctx, const struct route_request *q, struct reply *r);
void res_leads_replace(void *ctx, const struct route_request *q, struct reply *r);
void res_leads_say(void *ctx, const struct route_request *q, struct reply *r);
void res_leads_convert(void *ctx, const struct route_request *q, struct reply *r);

#endif
