/* SPDX-License-Identifier: EUPL-1.2 */
/* GET placements/{id}/reason, placements/{id}/sheet. */
#ifndef JALON_API_RES_PLACEMENT_SHEETS_H
#define JALON_API_RES_PLACEMENT_SHEETS_H

#include "http/route.h"

extern const struct json_shape res_placement_sheets_why;
extern const struct json_shape res_placement_sheets_all;

void res_placement_sheets_reason(void *ctx, const struct route_request *q, struct reply *r);
void res_placement_sheets_sheet(void *ctx, const struct route_request *q, struct reply *r);

#endif
