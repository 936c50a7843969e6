/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of the service: every door there is. */
#ifndef JALON_API_ROUTES_H
#define JALON_API_ROUTES_H

#include "http/route.h"

extern const struct route_table routes_table;

#endif
