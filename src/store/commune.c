/* SPDX-License-Identifier: EUPL-1.2 */
/* One statement takes the whole table as one text and splits it where the types are known: a COPY into a table with
 * row security is refused by PostgreSQL, and a temporary table in between would gain nothing. */
#include "store/commune.h"

#include "base/err.h"
#include "store/param.h"
#include "store/row.h"

#include "base/banned.h"

static const struct conn_stmt load = {
    NULL,
    "WITH line AS (SELECT pg_catalog.string_to_array(l, ';', '') AS f "
    "FROM pg_catalog.string_to_table($1::text, E'\\n') AS l WHERE l <> ''), "
    "put AS (INSERT INTO offer.commune (insee, nom, type, departement, region, arrondissement, epci, siren, "
    "codes_postaux, population, lat, lon, source_point, valid_from) "
    "SELECT f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], pg_catalog.string_to_array(coalesce(f[9], ''), ' '), "
    "f[10]::int, f[11]::float8, f[12]::float8, f[13], ($2::text)::date FROM line "
    "ON CONFLICT (insee) DO UPDATE SET nom = excluded.nom, type = excluded.type, departement = excluded.departement, "
    "region = excluded.region, arrondissement = excluded.arrondissement, epci = excluded.epci, siren = excluded.siren, "
    "codes_postaux = excluded.codes_postaux, population = excluded.population, lat = excluded.lat, lon = excluded.lon, "
    "source_point = excluded.source_point, valid_from = excluded.valid_from RETURNING 1) "
    "SELECT pg_catalog.count(*) FROM put"};

int commune_load(struct conn *c, const char *rows, size_t n, const char *since, int64_t *loaded)
{
    struct pg_result *res SCOPED_RESULT;
    struct param_list p;
    struct row r;

    param_init(&p);
    param_text(&p, rows, n);
    param_str(&p, since);
    int rc = conn_exec(c, &load, &p, &res);
    if (rc != ERR_OK)
        return rc;
    row_init(&r, res, 0);
    *loaded = row_i64(&r);
    return row_end(&r);
}
