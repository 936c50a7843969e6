/* SPDX-License-Identifier: EUPL-1.2 */
/* GET and POST placements/{id}/hours, PUT hours/{id}/word, DELETE hours/{id}, POST hours/{id}/settlement; what is
 * sealed of them is read in res_sealed.h. ctx is a struct api. */
#ifndef JALON_API_RES_HOURS_H
#define JALON_API_RES_HOURS_H

#include "http/route.h"

extern const struct json_shape res_hours_new_word;
extern const struct json_shape res_hours_settlement;
extern const struct json_shape res_hours_made;
extern const struct json_shape res_hours_settled;

void res_hours_list(void *ctx, const struct route_request *q, struct reply *r);
void res_hours_create(void *ctx, const struct route_request *q, struct reply *r);
void res_hours_word(void *ctx, const struct route_request *q, struct reply *r);
void res_hours_withdraw(void *ctx, const struct route_request *q, struct reply *r);
void res_hours_settle(void *ctx, const struct route_request *q, struct reply *r);

#endif
