/* SPDX-License-Identifier: EUPL-1.2 */
/* GET measures/{id}/ledger, POST ledger/{id}/counter. ctx is a struct api. */
#ifndef JALON_API_RES_LEDGER_H
#define JALON_API_RES_LEDGER_H

#include "http/route.h"

extern const char *const res_ledger_read_query[];

void res_ledger_read(void *ctx, const struct route_request *q, struct reply *r);
void res_ledger_counter(void *ctx, const struct route_request *q, struct reply *r);

#endif
