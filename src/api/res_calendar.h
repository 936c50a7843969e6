/* SPDX-License-Identifier: EUPL-1.2 */
/* GET placements/{id}/calendar, GET posts/{id}/calendar. ctx is a struct api. */
#ifndef JALON_API_RES_CALENDAR_H
#define JALON_API_RES_CALENDAR_H

#include "http/route.h"

void res_calendar_placement(void *ctx, const struct route_request *q, struct reply *r);
void res_calendar_post(void *ctx, const struct route_request *q, struct reply *r);

#endif
