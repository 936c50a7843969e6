/* SPDX-License-Identifier: EUPL-1.2 */
/* GET placements/{id}/reason, placements/{id}/sheet. */
#ifndef JALON_API_RES_PLACEMENT_SHEETS_H
#define JALON_API_RES_PLACEMENT_SHEETS_H

#include "http/route.h"

void res_placement_sheets_reason(void *ctx, const struct route_request *q, struct reply *r);
void res_placement_sheets_sheet(void *ctx, const struct route_request *q, struct reply *r);

#endif
