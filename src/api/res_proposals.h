/* SPDX-License-Identifier: EUPL-1.2 */
/* POST placements, placements/preview, placements/{id}/contact, placements/{id}/sharing. */
#ifndef JALON_API_RES_PROPOSALS_H
#define JALON_API_RES_PROPOSALS_H

#include "http/route.h"

extern const struct json_shape res_proposals_made;
extern const struct json_shape res_proposals_new;
extern const struct json_shape res_proposals_preview;

void res_proposals_create(void *ctx, const struct route_request *q, struct reply *r);
void res_proposals_look(void *ctx, const struct route_request *q, struct reply *r);
void res_proposals_give_contact(void *ctx, const struct route_request *q, struct reply *r);
void res_proposals_share(void *ctx, const struct route_request *q, struct reply *r);

#endif
