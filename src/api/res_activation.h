/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/users/activation: from an activation code to a password and a second factor. ctx is a struct api. */
#ifndef JALON_API_RES_ACTIVATION_H
#define JALON_API_RES_ACTIVATION_H

#include "http/route.h"

extern const struct json_shape res_activation_first;
extern const struct json_shape res_activation_second;
extern const struct json_shape res_activation_offer;

void res_activation_begin(void *ctx, const struct route_request *q, struct reply *r);
void res_activation_confirm(void *ctx, const struct route_request *q, struct reply *r);

#endif
