/* SPDX-License-Identifier: EUPL-1.2 */
/* Communes: public reference data, loaded whole from one table of one millésime (sql/reference). */
#ifndef JALON_STORE_COMMUNE_H
#define JALON_STORE_COMMUNE_H

#include <stddef.h>
#include <stdint.h>

#include "store/conn.h"

/* The first line of every such table. */
#define COMMUNE_HEADER \
    "insee;nom;type;departement;region;arrondissement;epci;siren;codes_postaux;population;lat;lon;source_point"
#define COMMUNE_FIELDS 13

/* rows: lines of COMMUNE_FIELDS fields, without the header, each ended by LF; since: first day of the millésime,
 * YYYY-MM-DD. Adds and replaces, by INSEE code, in one transaction; communes of an older millésime stay. *loaded:
 * rows now of this table. ERR_DENIED: nothing was changed, see conn_message. */
int commune_load(struct conn *c, const char *rows, size_t n, const char *since, int64_t *loaded)
    __attribute__((warn_unused_result));

#endif
