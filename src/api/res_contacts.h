/* SPDX-License-Identifier: EUPL-1.2 */
/* /api/v1/hosts/{id}/contacts and /api/v1/contacts/{id}: people of a host. ctx is a struct api. */
#ifndef JALON_API_RES_CONTACTS_H
#define JALON_API_RES_CONTACTS_H

#include "http/route.h"

extern const struct json_shape res_contacts_sheet;

void res_contacts_create(void *ctx, const struct route_request *q, struct reply *r);
void res_contacts_replace(void *ctx, const struct route_request *q, struct reply *r);
void res_contacts_drop(void *ctx, const struct route_request *q, struct reply *r);

#endif
