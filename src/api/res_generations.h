/* SPDX-License-Identifier: EUPL-1.2 */
/* units/{id}/generations: the next pair of a unit. ctx is a struct api. */
#ifndef JALON_API_RES_GENERATIONS_H
#define JALON_API_RES_GENERATIONS_H

#include "http/route.h"

extern const struct json_shape res_generations_made;

void res_generations_create(void *ctx, const struct route_request *q, struct reply *r);

#endif
