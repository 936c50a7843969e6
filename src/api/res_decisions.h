/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/procedures/{id}/…: pieces, the request for opinions, opinions, the decision, giving up. ctx is a struct api.
 */
#ifndef JALON_API_RES_DECISIONS_H
#define JALON_API_RES_DECISIONS_H

#include "http/route.h"

extern const struct json_shape res_decisions_piece;
extern const struct json_shape res_decisions_asked;
extern const struct json_shape res_decisions_opinion;
extern const struct json_shape res_decisions_opinion_check;
extern const struct json_shape res_decisions_decision;
extern const struct json_shape res_decisions_decision_check;
extern const struct json_shape res_decisions_abandonment;

void res_decisions_put_piece(void *ctx, const struct route_request *q, struct reply *r);
void res_decisions_request(void *ctx, const struct route_request *q, struct reply *r);
void res_decisions_put_opinion(void *ctx, const struct route_request *q, struct reply *r);
void res_decisions_check_opinion(void *ctx, const struct route_request *q, struct reply *r);
void res_decisions_decide(void *ctx, const struct route_request *q, struct reply *r);
void res_decisions_check(void *ctx, const struct route_request *q, struct reply *r);
void res_decisions_abandon(void *ctx, const struct route_request *q, struct reply *r);

#endif
