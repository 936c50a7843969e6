/* SPDX-License-Identifier: EUPL-1.2 */
/* The writing of /api/v1/hosts. ctx is a struct api. */
#ifndef JALON_API_RES_HOST_SHEETS_H
#define JALON_API_RES_HOST_SHEETS_H

#include <stdbool.h>

#include "api/json.h"
#include "http/route.h"

struct host_sheet;

/* The body of a lead that becomes a host: a sheet without name. What h points to lives as long as d. false: r says why
 * not. */

extern const struct json_shape res_host_sheets_new;
extern const struct json_shape res_host_sheets_changed;
extern const struct json_shape res_host_sheets_converted;
extern const struct json_shape res_host_sheets_state;

bool res_host_sheets_of_lead(struct json_doc *d, const struct route_request *q, struct host_sheet *h, struct reply *r);

void res_host_sheets_create(void *ctx, const struct route_request *q, struct reply *r);
void res_host_sheets_replace(void *ctx, const struct route_request *q, struct reply *r);
void res_host_sheets_set_state(void *ctx, const struct route_request *q, struct reply *r);

#endif
