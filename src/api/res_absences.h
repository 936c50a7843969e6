/* SPDX-License-Identifier: EUPL-1.2 */
/* Absences of contacts: contacts/{id}/absences, absences/{id}; and how sheets of hosts and posts tell them. */
#ifndef JALON_API_RES_ABSENCES_H
#define JALON_API_RES_ABSENCES_H

#include "base/buf.h"
#include "http/json_field.h"
#include "http/reply.h"
#include "http/route.h"

extern const struct json_shape res_absences_days; /* the body of both writes */
extern const struct json_shape res_absences_item; /* what put writes */

/* An item of list_put: a struct absence. */
void res_absences_put(struct buf *b, const void *item);
void res_absences_create(void *ctx, const struct route_request *q, struct reply *r);
void res_absences_replace(void *ctx, const struct route_request *q, struct reply *r);
void res_absences_drop(void *ctx, const struct route_request *q, struct reply *r);

#endif
