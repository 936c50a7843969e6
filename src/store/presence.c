/* SPDX-License-Identifier: EUPL-1.2 */
/* The place under row policies; who may have the sessions is decided in their functions. */
#include <string.h>

#include "base/err.h"
#include "store/presence.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

#define PLACE \
    "SELECT o.title, g.name, s.name, k.nom, k.departement, clock_timestamp() FROM offer.post o " \
    "JOIN sec.organisation g ON g.id = o.host_id JOIN offer.site s ON s.id = o.site_id " \
    "JOIN offer.commune k ON k.insee = s.insee "
#define SESSIONS "SELECT placement_id, version, day - date '1970-01-01', n, from_min, to_min FROM casework."

static const struct conn_stmt stmts[PRESENCE_STATEMENTS] = {
    [PRESENCE_PLACEMENT] = {"presence_placement",
                            PLACE "WHERE o.id = (SELECT p.post_id FROM casework.placement p WHERE p.id = $1)"},
    [PRESENCE_POST] = {"presence_post", PLACE "WHERE o.id = $1"},
    [PRESENCE_OF_PLACEMENT] = {"presence_of_placement", SESSIONS "placement_sessions($1)"},
    [PRESENCE_OF_POST] = {"presence_of_post", SESSIONS "post_sessions($1)"},
};

const struct conn_group presence_statements = {stmts, PRESENCE_STATEMENTS};

void presence_placement_step(struct conn_step *s, struct param_list *p, const struct uuid *placement)
{
    conn_step_about(s, p, &stmts[PRESENCE_PLACEMENT], placement);
}

void presence_post_step(struct conn_step *s, struct param_list *p, const struct uuid *post)
{
    conn_step_about(s, p, &stmts[PRESENCE_POST], post);
}

int presence_read_place(const struct conn_step *s, struct presence_place *out)
{
    struct row r;

    memset(out, 0, sizeof *out);
    if (row_count(s->result) == 0)
        return ERR_NOTFOUND;
    row_init(&r, s->result, 0);
    row_copy(&r, out->title, sizeof out->title);
    row_copy(&r, out->host, sizeof out->host);
    row_copy(&r, out->site, sizeof out->site);
    row_copy(&r, out->commune, sizeof out->commune);
    row_copy(&r, out->departement, sizeof out->departement);
    out->now_us = row_time(&r);
    return row_end(&r);
}

void presence_of_placement_step(struct conn_step *s, struct param_list *p, const struct uuid *placement)
{
    conn_step_about(s, p, &stmts[PRESENCE_OF_PLACEMENT], placement);
}

void presence_of_post_step(struct conn_step *s, struct param_list *p, const struct uuid *post)
{
    conn_step_about(s, p, &stmts[PRESENCE_OF_POST], post);
}

static void read_one(struct row *r, void *item)
{
    struct presence *out = item;

    row_uuid(r, &out->placement);
    out->version = row_i32(r);
    out->day = row_i32(r);
    out->n = row_i32(r);
    out->from_min = row_i32(r);
    out->to_min = row_i32(r);
}

int presence_read(const struct conn_step *s, struct presence **out, size_t *n)
{
    int rc;

    *out = rows_read_new(s, read_one, sizeof **out, PRESENCE_MAX, n, &rc);
    return rc;
}
