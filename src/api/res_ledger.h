/* SPDX-License-Identifier: EUPL-1.2 */
/* GET measures/{id}/ledger, POST ledger/{id}/counter. ctx is a struct api. */
#ifndef JALON_API_RES_LEDGER_H
#define JALON_API_RES_LEDGER_H

#include "http/route.h"

extern const struct json_shape res_ledger_read_query;
extern const struct json_shape res_ledger_new_counter;
extern const struct json_shape res_ledger_page;

void res_ledger_read(void *ctx, const struct route_request *q, struct reply *r);
void res_ledger_counter(void *ctx, const struct route_request *q, struct reply *r);

#endif
