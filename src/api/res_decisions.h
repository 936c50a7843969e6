/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/procedures/{id}/…: pieces, the request for opinions, opinions, the decision, giving up. ctx is a struct api.
 */
#ifndef JALON_API_RES_DECISIONS_H
#define JALON_API_RES_DECISIONS_H

#include "http/route.h"

void res_decisions_put_piece(void *ctx, const struct route_request *q, struct reply *r);
void res_decisions_request(void *ctx, const struct route_request *q, struct reply *r);
void res_decisions_put_opinion(void *ctx, const struct route_request *q, struct reply *r);
void res_decisions_check_opinion(void *ctx, const struct route_request *q, struct reply *r);
void res_decisions_decide(void *ctx, const struct route_request *q, struct reply *r);
void res_decisions_check(void *ctx, const struct route_request *q, struct reply *r);
void res_decisions_abandon(void *ctx, const struct route_request *q, struct reply *r);

#endif
