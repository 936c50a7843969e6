/* SPDX-License-Identifier: EUPL-1.2 */
/* placements/{id}: POST answer, PUT in-charge, PUT meeting, POST withdrawal, POST end, PUT notices. */
#ifndef JALON_API_RES_PLACEMENT_LIFE_H
#define JALON_API_RES_PLACEMENT_LIFE_H

#include "http/route.h"

extern const struct json_shape res_placement_life_answered;
extern const struct json_shape res_placement_life_person;
extern const struct json_shape res_placement_life_met;
extern const struct json_shape res_placement_life_withdrawn;
extern const struct json_shape res_placement_life_ended;
extern const struct json_shape res_placement_life_told;

void res_placement_life_answer(void *ctx, const struct route_request *q, struct reply *r);
void res_placement_life_in_charge(void *ctx, const struct route_request *q, struct reply *r);
void res_placement_life_meeting(void *ctx, const struct route_request *q, struct reply *r);
void res_placement_life_withdraw(void *ctx, const struct route_request *q, struct reply *r);
void res_placement_life_end(void *ctx, const struct route_request *q, struct reply *r);
void res_placement_life_notices(void *ctx, const struct route_request *q, struct reply *r);

#endif
