/* SPDX-License-Identifier: EUPL-1.2 */
/* POST placements, placements/{id}/contact, placements/{id}/sharing. */
#ifndef JALON_API_RES_PROPOSALS_H
#define JALON_API_RES_PROPOSALS_H

#include "http/route.h"

extern const struct json_shape res_proposals_new;

void res_proposals_create(void *ctx, const struct route_request *q, struct reply *r);
void res_proposals_give_contact(void *ctx, const struct route_request *q, struct reply *r);
void res_proposals_share(void *ctx, const struct route_request *q, struct reply *r);

#endif
